import type { Json, RunError, StepAttempt } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { FindPayload } from "../queries/load-payloads.ts";
import type { stepAttempts } from "../schema/index.ts";
import { keepValue, type Payload } from "./kept-value.ts";

export type StepAttemptRow = InferSelectModel<typeof stepAttempts>;

export function stepAttemptOf(row: StepAttemptRow, find: FindPayload): StepAttempt {
  const { run, step, item, attempt, output_payload: digest } = row;
  return {
    run,
    step,
    item,
    attempt,
    state: row.state as StepAttempt["state"],
    output: digest === null ? (JSON.parse(row.output) as Json) : find({ run, digest }),
    error: row.error === null ? null : (JSON.parse(row.error) as RunError),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    retryAt: row.retry_at,
  };
}

/** An attempt's row, and what of it lies beside. */
export interface KeptAttempt {
  readonly row: StepAttemptRow;
  readonly payload: Payload | null;
}

export function keepStepAttempt(given: StepAttempt): KeptAttempt {
  const { run, step, item, attempt, state, error } = given;
  const { text, payload } = keepValue(run, given.output);
  const row = {
    run,
    step,
    item,
    attempt,
    state,
    output: text,
    error: error === null ? null : JSON.stringify(error),
    started_at: given.startedAt,
    ended_at: given.endedAt,
    retry_at: given.retryAt,
    output_payload: payload?.digest ?? null,
  };
  return { row, payload };
}
