import { type Application, fromTimestamp, type Timestamp, toTimestamp } from "@lockstep/model";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { debts } from "../schema/index.ts";

const insertion = insertInto(debts, {
  columns: ["deploy", "environment", "actor", "reason", "at", "due_at", "overdue_told", "settle_reason"],
});

/** What an apply behind a broken glass leaves to be looked at. */
export function* insertDebt({ deploy, debt }: Application, at: Timestamp): Query<void> {
  if (debt === null) return;
  yield* inserted(insertion, [
    {
      deploy: deploy.id,
      environment: deploy.environment,
      actor: JSON.stringify(debt.actor),
      reason: debt.reason,
      at,
      due_at: toTimestamp(fromTimestamp(at) + debt.withinMs),
      overdue_told: 0,
      settle_reason: "",
    },
  ]);
}
