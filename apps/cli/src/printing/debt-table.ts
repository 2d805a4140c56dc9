import type { Clock } from "@lockstep/model";

import type { DebtView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** What broken glass left behind, in the order given. */
export function debtTable(debts: readonly DebtView[], clock: Clock): readonly Text[] {
  if (debts.length === 0) return ["Nothing is to be settled."];
  const rows = debts.map(({ deploy, environment, actor, at, dueAt, overdue, reason }): readonly Text[] => [
    deploy,
    environment,
    actor.id,
    describeAge(at, clock),
    overdue ? styled("red", `overdue since ${dueAt}`) : dueAt,
    reason,
  ]);
  return table(["DEPLOY", "ENVIRONMENT", "BROKEN BY", "WHEN", "DUE", "REASON"], rows);
}

/** What an environment owes, in a line; `null` when it owes nothing. */
export function debtText({
  open,
  overdue,
}: {
  readonly open: number;
  readonly overdue: number;
}): Text | null {
  if (open === 0) return null;
  const text = `${open} applied behind a broken glass, to be settled`;
  return overdue === 0 ? styled("yellow", text) : styled("red", `${text}; ${overdue} overdue`);
}
