import type { Debt, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { debtOf, type DebtRow } from "../rows/debt-row.ts";
import { debts } from "../schema/index.ts";

const select = statement<Record<string, never>, DebtRow>(
  () => sql`SELECT * FROM ${debts} WHERE settled_at IS NULL ORDER BY due_at, deploy`,
);

/** Unsettled ones, the earliest due first; `null` is every environment. They are few: each is somebody's emergency. */
export function* listOpenDebts(environment: Slug | null): Query<readonly Debt[]> {
  const rows = yield* rowsOf(select, {});
  return rows.filter((row) => environment === null || row.environment === environment).map(debtOf);
}
