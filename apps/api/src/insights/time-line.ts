import { type EndedRuns, type Timestamp, toTimestamp } from "@lockstep/model";

import { countBuckets } from "./bucket-width.ts";
import { countRun, emptyTally, percentilesOf, type RunTally } from "./run-tally.ts";

interface Bucket {
  /** Its beginning; its end is the beginning of the next. */
  readonly at: Timestamp;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

export interface TimeLine {
  readonly buckets: readonly Bucket[];
  readonly totals: RunTally;
}

export interface LineSpan {
  readonly since: number;
  readonly until: number;
  readonly widthMs: number;
}

/** What ended in a span, part by part, the empty ones too. */
export function timeLineOf(groups: readonly EndedRuns[], { since, until, widthMs }: LineSpan): TimeLine {
  const first = Math.floor(since / widthMs);
  const tallies = Array.from({ length: countBuckets(since, until, widthMs) }, emptyTally);
  const totals = emptyTally();
  for (const { state, endedAt, tookMs } of groups) {
    for (const [index, at] of endedAt.entries()) {
      const tally = at < since ? undefined : tallies[Math.floor(at / widthMs) - first];
      if (tally === undefined) continue;
      countRun(tally, state, tookMs[index] ?? null);
      countRun(totals, state, tookMs[index] ?? null);
    }
  }
  return { buckets: tallies.map((tally, index) => bucketOf(tally, (first + index) * widthMs)), totals };
}

function bucketOf(tally: RunTally, at: number): Bucket {
  const { completed, failed, cancelled } = tally;
  return { at: toTimestamp(at), completed, failed, cancelled, ...percentilesOf(tally) };
}
