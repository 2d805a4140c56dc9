import { isFinal, type StepAttempt, stepStates } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, stepAttempts } from "../schema/index.ts";

type Cost = {
  readonly run: string;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
  readonly cost: number;
};

/** An attempt that has ended was counted with its end. */
const add = statement<Cost>(
  ({ run, step, item, attempt, cost }) => sql`
    UPDATE ${runs} SET cost = cost + ${cost}
    WHERE id = ${run} AND NOT EXISTS (
      SELECT 1 FROM ${stepAttempts}
      WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}
      AND state NOT IN ('pending', 'running', 'waiting')
    )`,
);

/** Adds what attempts cost to their runs; goes before they are journaled, so that each is counted once. */
export function* addCosts(attempts: readonly StepAttempt[]): Query<void> {
  yield* changesOfEach(add, attempts.flatMap(costOf));
}

function costOf({ run, step, item, attempt, state, usage }: StepAttempt): readonly Cost[] {
  const cost = usage?.cost ?? 0;
  return cost > 0 && isFinal(stepStates, state) ? [{ run, step, item, attempt, cost }] : [];
}
