import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { events } from "../schema/index.ts";

const remove = statement<{ before: Timestamp }>(
  ({ before }) => sql`
    DELETE FROM ${events} WHERE id < coalesce(
      (SELECT id FROM ${events} WHERE id IS NOT NULL AND at >= ${before} ORDER BY id LIMIT 1),
      (SELECT max(id) FROM ${events}))`,
);

/** Removes events older than the instant. The newest stays: numbers go on from it. */
export function* pruneEvents(before: Timestamp): Query<number> {
  return yield* changesOf(remove, { before });
}
