import type { Debt, Timestamp } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, slug, timestamp } from "./fields.ts";
import { actorView } from "./run-view.ts";

/** How many applies behind a broken glass nobody has looked at yet. */
export const debtCountView = Type.Object(
  { open: Type.Integer(), overdue: Type.Integer({ description: "Those of `open` that are late." }) },
  { description: "Applies behind a broken glass that somebody else still has to look at." },
);

/** What a broken glass leaves behind. */
export const debtView = Type.Object(
  {
    deploy: id,
    environment: slug,
    actor: actorView,
    reason: Type.String(),
    at: timestamp,
    dueAt: timestamp,
    overdue: Type.Boolean(),
  },
  { $id: "Debt" },
);

export function presentDebt(
  { deploy, environment, actor, reason, at, dueAt }: Debt,
  now: Timestamp,
): Static<typeof debtView> {
  return { deploy, environment, actor, reason, at, dueAt, overdue: dueAt <= now };
}

/** Counts those of one environment. */
export function countDebts(debts: readonly Debt[], now: Timestamp): Static<typeof debtCountView> {
  return { open: debts.length, overdue: debts.filter(({ dueAt }) => dueAt <= now).length };
}
