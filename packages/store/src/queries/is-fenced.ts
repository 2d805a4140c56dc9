import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { leases } from "../schema/index.ts";

/** The lock also makes writers of one environment take turns, so that its chain has no gaps. */
const select = statement<{ name: string; token: number }, { readonly is_alive: number }>(
  ({ name, token }, { lockingRows }) => sql`
    SELECT 1 AS is_alive FROM ${leases}
    WHERE name = ${name} AND token = ${token} AND holder IS NOT NULL AND expires_at > lockstep_now()${lockingRows}`,
);

/** Whether the writer still owns the environment; nobody else can take it until the transaction ends. */
export function* isFenced(environment: Slug, token: number): Query<boolean> {
  return (yield* firstOf(select, { name: `environment:${environment}`, token })) === null;
}
