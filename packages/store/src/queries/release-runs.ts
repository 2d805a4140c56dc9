import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

const update = statement<{ holder: string; ids: readonly string[] }>(
  ({ holder, ids }, { isOneOf }) => sql`
    UPDATE ${runs} SET holder = NULL, due_at = lockstep_now()
    WHERE ${isOneOf(sql`id`, ids)} AND holder = ${holder} AND state = 'running'`,
);

/** Gives runs back unchanged, for anyone to take at once. */
export function* releaseRuns(holder: string, ids: readonly string[]): Query<void> {
  yield* changesOf(update, { holder, ids });
}
