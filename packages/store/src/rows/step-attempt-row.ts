import type { Json, Reply, RunError, StepAttempt, Usage, WaitsFor } from "@lockstep/model";
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
    usage: row.usage === null ? null : (JSON.parse(row.usage) as Usage),
    waitsFor: row.waits_for === null ? null : waitsForOf(row.waits_for, row.waits_details),
    reply: row.reply === null ? null : (JSON.parse(row.reply) as Reply),
  };
}

/** The kind is a column of its own, because people look for what waits for them. */
function waitsForOf(kind: string, details: string | null): WaitsFor {
  return { kind, ...(JSON.parse(details ?? "{}") as object) } as WaitsFor;
}

/** An attempt's row, and what of it lies beside. */
export interface KeptAttempt {
  readonly row: StepAttemptRow;
  readonly payload: Payload | null;
}

export function keepStepAttempt(given: StepAttempt): KeptAttempt {
  const { run, step, item, attempt, state, error, reply, waitsFor } = given;
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
    usage: given.usage === null ? null : JSON.stringify(given.usage),
    waits_for: waitsFor?.kind ?? null,
    waits_details: waitsFor === null ? null : detailsOf(waitsFor),
    reply: reply === null ? null : JSON.stringify(reply),
    output_payload: payload?.digest ?? null,
  };
  return { row, payload };
}

function detailsOf({ kind: _kind, ...details }: WaitsFor): string {
  return JSON.stringify(details);
}
