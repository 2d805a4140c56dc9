import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokens } from "../schema/index.ts";

const update = statement<{ id: string }>(
  ({ id }) => sql`UPDATE ${tokens} SET revoked_at = lockstep_now() WHERE id = ${id} AND revoked_at IS NULL`,
);

/** Whether there was such a token in force. */
export function* revokeToken(id: string): Query<boolean> {
  return (yield* changesOf(update, { id })) > 0;
}
