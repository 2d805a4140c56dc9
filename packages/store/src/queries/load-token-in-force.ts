import type { Token } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { tokenOf, type TokenRow } from "../rows/token-row.ts";
import { tokens } from "../schema/index.ts";

const select = statement<{ id: string }, TokenRow>(
  ({ id }) => sql`
    SELECT * FROM ${tokens}
    WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > lockstep_now())`,
);

/** The token of an id, unless it is revoked or expired. */
export function* loadTokenInForce(id: string): Query<Token | null> {
  const row = yield* firstOf(select, { id });
  return row === null ? null : tokenOf(row);
}
