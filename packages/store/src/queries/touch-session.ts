import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { sessions } from "../schema/index.ts";

const update = statement<{ id: string }>(
  ({ id }) => sql`UPDATE ${sessions} SET last_seen_at = lockstep_now() WHERE id = ${id}`,
);

/** Notes that a session was used now. */
export function* touchSession(id: string): Query<void> {
  yield* changesOf(update, { id });
}
