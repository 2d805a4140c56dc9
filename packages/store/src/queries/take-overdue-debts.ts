import type { Debt } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { debtOf, type DebtRow } from "../rows/debt-row.ts";
import { debts } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";

const update = statement<Record<string, never>, DebtRow>(
  () => sql`
    UPDATE ${debts} SET overdue_told = 1
    WHERE settled_at IS NULL AND due_at <= lockstep_now() AND overdue_told = 0
    RETURNING *`,
);

/** Those that became overdue and were not told of yet, each with its event. Whoever asks next is not told of them again. */
export function* takeOverdueDebts(): Query<readonly Debt[]> {
  const overdue = (yield* rowsOf(update, {})).map(debtOf);
  yield* appendEvents(
    overdue.map(({ environment, deploy, actor, reason, at, dueAt }) => ({
      name: "break-glass.overdue",
      environment,
      body: { deploy, actor: { ...actor }, reason, at, dueAt },
    })),
  );
  return overdue;
}
