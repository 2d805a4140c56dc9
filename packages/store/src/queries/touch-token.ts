import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokens } from "../schema/index.ts";

const update = statement<{ id: string }>(
  ({ id }) => sql`UPDATE ${tokens} SET last_used_at = lockstep_now() WHERE id = ${id}`,
);

/** Notes that a token was used now. */
export function* touchToken(id: string): Query<void> {
  yield* changesOf(update, { id });
}
