import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

const update = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) => sql`
    UPDATE ${runs} SET due_at = lockstep_now() WHERE ${isOneOf(sql`id`, ids)} AND state = 'waiting'`,
);

/** Makes waiting runs due at once: something came that they wait for. */
export function* wakeRuns(ids: readonly string[]): Query<void> {
  if (ids.length > 0) yield* changesOf(update, { ids });
}
