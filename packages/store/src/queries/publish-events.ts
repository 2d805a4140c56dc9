import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { events } from "../schema/index.ts";

const takeTurn = statement<Record<string, never>, unknown>((_, { publisherTurn }) => publisherTurn);

/** The newest event is never pruned, so its number is where counting goes on. */
const number = statement<Record<string, never>>(
  () => sql`
    UPDATE ${events} SET id = fresh.id
    FROM (
      SELECT position AS numbered,
        row_number() OVER (ORDER BY position) + (SELECT coalesce(max(id), 0) FROM ${events}) AS id
      FROM ${events} WHERE id IS NULL
    ) AS fresh
    WHERE position = fresh.numbered`,
);

/** Numbers what is committed. One publisher at a time: the next one waits and then sees these numbers. */
export function* publishEvents(): Query<number> {
  yield* rowsOf(takeTurn, {});
  return yield* changesOf(number, {});
}
