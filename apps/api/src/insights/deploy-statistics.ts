import { type AppliedMerge, type DeployHistory, fromTimestamp } from "@lockstep/model";

import { takePercentile } from "./take-percentile.ts";

const dayMs = 86_400_000;

/** How deploys of an environment do, in the words of DORA. */
export interface DeployStatistics {
  /** Merges that were applied. */
  readonly applied: number;
  readonly refused: number;
  /** Of the applied: their verification failed. */
  readonly unverified: number;
  /** Of the applied: a rollback took them out before another deploy came. */
  readonly rolledBack: number;
  readonly rollbacks: number;
  readonly perDay: number;
  readonly perWeek: number;
  /** Refused, unverified or rolled back, each deploy counted once; `null` without deploys. */
  readonly failureShare: number | null;
  /** Median milliseconds from the newest commit to its being in force; `null` without deploys. */
  readonly leadTimeMs: number | null;
}

export function deployStatistics(history: DeployHistory, spanMs: number): DeployStatistics {
  const { applied, refused, rollbacks } = history;
  const count = (is: (merge: AppliedMerge) => boolean) => applied.filter(is).length;
  const failed = refused + count(({ isUnverified, isRolledBack }) => isUnverified || isRolledBack);
  const judged = refused + applied.length;
  const perDay = applied.length / (spanMs / dayMs);
  return {
    applied: applied.length,
    refused,
    rollbacks,
    unverified: count(({ isUnverified }) => isUnverified),
    rolledBack: count(({ isRolledBack }) => isRolledBack),
    perDay,
    perWeek: 7 * perDay,
    failureShare: judged === 0 ? null : failed / judged,
    leadTimeMs: takePercentile(
      applied.map(leadTimeOf).sort((one, other) => one - other),
      0.5,
    ),
  };
}

/** Clocks of people who commit may be ahead. */
function leadTimeOf({ at, committedAt }: AppliedMerge): number {
  return Math.max(0, fromTimestamp(at) - fromTimestamp(committedAt));
}
