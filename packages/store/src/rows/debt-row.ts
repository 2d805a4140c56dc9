import type { Actor, Debt } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { debts } from "../schema/index.ts";

export type DebtRow = InferSelectModel<typeof debts>;

export function debtOf(row: DebtRow): Debt {
  const { deploy, environment, reason, at } = row;
  return {
    deploy,
    environment,
    reason,
    at,
    actor: JSON.parse(row.actor) as Actor,
    dueAt: row.due_at,
  };
}
