import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { leases } from "../schema/index.ts";

const select = statement<{ name: string }, { readonly holder: string; readonly expires_at: Timestamp }>(
  ({ name }) => sql`
    SELECT holder, expires_at FROM ${leases}
    WHERE name = ${name} AND holder IS NOT NULL AND expires_at > lockstep_now()`,
);

/** Who holds a lease now; `null` when nobody does. */
export function* loadLease(
  name: string,
): Query<{ readonly holder: string; readonly expiresAt: Timestamp } | null> {
  const row = yield* firstOf(select, { name });
  return row === null ? null : { holder: row.holder, expiresAt: row.expires_at };
}
