import type { Actor } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { debtOf, type DebtRow } from "../rows/debt-row.ts";
import { debts } from "../schema/index.ts";
import { appendFact } from "./append-fact.ts";

const update = statement<{ deploy: string; by: string; reason: string }, DebtRow>(
  ({ deploy, by, reason }) => sql`
    UPDATE ${debts} SET settled_at = lockstep_now(), settled_by = ${by}, settle_reason = ${reason}
    WHERE deploy = ${deploy} AND settled_at IS NULL
    RETURNING *`,
);

/** Somebody looked at what was applied behind a broken glass. `false` when nothing of this deploy is open. */
export function* settleDebt(deploy: string, actor: Actor, reason: string): Query<boolean> {
  const row = yield* firstOf(update, { deploy, by: JSON.stringify(actor), reason });
  if (row === null) return false;
  const { environment, actor: brokenBy, dueAt } = debtOf(row);
  const body = { actor: { ...actor }, reason, brokenBy: { ...brokenBy }, dueAt };
  yield* appendFact({ environment, kind: "debt-settled", deploy, body });
  return true;
}
