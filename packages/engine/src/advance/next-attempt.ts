import { createHash } from "node:crypto";

import {
  durationMilliseconds,
  fromTimestamp,
  neverRetried,
  type RetryPolicy,
  type RunError,
  type Step,
} from "@lockstep/model";

import type { Tries } from "../journal.ts";

/** Attempts lost with their worker that are made up for; a step that keeps killing its worker fails after them. */
const mostLostAttempts = 5;

/** What follows an attempt that did not complete: another one at an instant, or the step's failure. */
export type Continuation =
  | { readonly attempt: number; readonly at: number }
  | { readonly attempt: null; readonly error: RunError };

/** Decides what follows the last of these tries, which failed or was lost. Instants are in milliseconds. */
export function continueAfter(step: Step, { last, failures, lost }: Tries): Continuation {
  const endedAt = last.endedAt === null ? 0 : fromTimestamp(last.endedAt);
  if (last.state === "cancelled") {
    if (lost <= mostLostAttempts) return { attempt: last.attempt + 1, at: endedAt };
    return { attempt: null, error: lostTooOften(lost) };
  }
  const error = last.error ?? { type: "execution", message: "It failed without saying why." };
  if (failures >= step.retry.maxAttempts || !isRetried(step.retry, error)) return { attempt: null, error };
  const seed = `${last.run}/${last.step}/${last.item}/${last.attempt}`;
  // Coming back sooner than the other side asked for would only fail again.
  const delay = Math.max(retryDelay(step.retry, failures, seed), error.retryAfterMs ?? 0);
  return { attempt: last.attempt + 1, at: endedAt + delay };
}

function isRetried({ on }: RetryPolicy, { type }: RunError): boolean {
  return type !== "cancelled" && !neverRetried.includes(type) && on.includes(type);
}

function lostTooOften(lost: number): RunError {
  const message = `The worker was lost ${lost} times during this step; it is not tried again.`;
  return { type: "execution", message };
}

/** Milliseconds before the try after the `failures`-th failure; jitter takes off up to a half, the same for the same seed. */
export function retryDelay(policy: RetryPolicy, failures: number, seed: string): number {
  const base = durationMilliseconds(policy.baseDelay);
  const delay = Math.min(base * growth(policy, failures), durationMilliseconds(policy.maxDelay));
  return Math.round(policy.jitter ? delay * (1 - fractionOf(seed) / 2) : delay);
}

function growth({ backoff }: RetryPolicy, failures: number): number {
  switch (backoff) {
    case "fixed":
      return 1;
    case "linear":
      return failures;
    case "exponential":
      return 2 ** Math.min(failures - 1, 52);
  }
}

/** 0 to 1, spread evenly over seeds: replaying a journal gives the same delays. */
function fractionOf(seed: string): number {
  return createHash("sha256").update(seed).digest().readUInt32BE(0) / 0xffff_ffff;
}
