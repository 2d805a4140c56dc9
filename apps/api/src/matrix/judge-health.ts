import {
  type Checksum,
  fromTimestamp,
  type HealthState,
  type RecentOutcomes,
  type Timestamp,
  toTimestamp,
} from "@lockstep/model";

/** How what is in force does, with one sentence why. */
export interface Health {
  readonly state: HealthState;
  readonly because: string;
}

const spanMs = 7 * 24 * 60 * 60 * 1_000;
const streakThatFails = 3;

/** Runs that ended before this say nothing any more. */
export function oldestThatCounts(now: Timestamp): Timestamp {
  return toTimestamp(fromTimestamp(now) - spanMs);
}

/**
 * Judges a content by how its newest runs ended: at most 20, none that ended before `oldest`, newest first. `outcomes` of
 * another content count for nothing: they were read before it was applied.
 */
export function judgeHealth(
  content: Checksum,
  outcomes: RecentOutcomes | undefined,
  oldest: Timestamp,
): Health {
  if (outcomes?.content !== content) return idle;
  const known = judged.get(outcomes);
  if (known !== undefined && known.from <= oldest && oldest <= known.until) return known.health;
  const recent = outcomes.runs.filter(({ endedAt }) => endedAt >= oldest);
  const health = judge(recent);
  // The same runs count until the oldest of them is too old.
  judged.set(outcomes, { from: oldest, until: recent.at(-1)?.endedAt ?? "9", health });
  return health;
}

const idle: Health = { state: "idle", because: "No run of this content ended in the last 7 days." };

/** Judging thousands of cells again and again costs more than all else in an answer. */
const judged = new WeakMap<
  RecentOutcomes,
  { readonly from: Timestamp; readonly until: Timestamp; readonly health: Health }
>();

function judge(recent: RecentOutcomes["runs"]): Health {
  if (recent.length === 0) return idle;
  const failed = recent.filter((run) => run.failed).length;
  const streak = recent.findIndex((run) => !run.failed);
  const failedInARow = streak === -1 ? recent.length : streak;
  if (failedInARow >= streakThatFails)
    return { state: "failing", because: `The last ${failedInARow} runs failed.` };
  if (failed === 0) return { state: "healthy", because: describeCompleted(recent.length) };
  const because = describeFailed(failed, recent.length);
  return { state: failed * 2 >= recent.length ? "failing" : "degraded", because };
}

function describeCompleted(count: number): string {
  return count === 1 ? "The last run completed." : `All of the last ${count} runs completed.`;
}

function describeFailed(failed: number, count: number): string {
  return count === 1 ? "The last run failed." : `${failed} of the last ${count} runs failed.`;
}
