import type { Json, RunError, StepAttempt, Usage } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { stepAttempts } from "../schema/index.ts";

export type StepAttemptRow = InferSelectModel<typeof stepAttempts>;

export function stepAttemptOf(row: StepAttemptRow): StepAttempt {
  const { run, step, item, attempt } = row;
  return {
    run,
    step,
    item,
    attempt,
    state: row.state as StepAttempt["state"],
    output: JSON.parse(row.output) as Json,
    error: row.error === null ? null : (JSON.parse(row.error) as RunError),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    retryAt: row.retry_at,
    usage: row.usage === null ? null : (JSON.parse(row.usage) as Usage),
  };
}

export function rowOfStepAttempt(given: StepAttempt): StepAttemptRow {
  const { run, step, item, attempt, state, error } = given;
  return {
    run,
    step,
    item,
    attempt,
    state,
    output: jsonText(given.output),
    error: error === null ? null : JSON.stringify(error),
    started_at: given.startedAt,
    ended_at: given.endedAt,
    retry_at: given.retryAt,
    usage: given.usage === null ? null : JSON.stringify(given.usage),
  };
}

/** Nearly all steps of small pipelines write small values; `null` is the commonest. */
export function jsonText(value: Json): string {
  return value === null ? "null" : JSON.stringify(value);
}
