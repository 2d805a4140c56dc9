import type { FinalRunState } from "@lockstep/model";

import { takePercentile } from "./take-percentile.ts";

/** What is counted of some runs that ended. */
export interface RunTally {
  completed: number;
  failed: number;
  cancelled: number;
  /** Milliseconds of those that completed or failed: a cancelled one says nothing about how long it takes. */
  readonly tookMs: number[];
}

export function emptyTally(): RunTally {
  return { completed: 0, failed: 0, cancelled: 0, tookMs: [] };
}

export function countRun(tally: RunTally, state: FinalRunState, tookMs: number | null): void {
  tally[state] += 1;
  if (state !== "cancelled" && tookMs !== null) tally.tookMs.push(tookMs);
}

/** Exact percentiles of how long they took. */
export function percentilesOf({ tookMs }: RunTally): {
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
} {
  const sorted = Float64Array.from(tookMs).sort();
  return { p50Ms: takePercentile(sorted, 0.5), p95Ms: takePercentile(sorted, 0.95) };
}

/** Of those that completed or failed, the share that did the former; `null` of none. */
export function successShareOf({ completed, failed }: RunTally): number | null {
  const judged = completed + failed;
  return judged === 0 ? null : completed / judged;
}
