import {
  durationMilliseconds,
  type Environment,
  fromTimestamp,
  type Timestamp,
  toTimestamp,
} from "@lockstep/model";

/** What an environment's policy says about runs that have ended, at one instant. */
export interface RetentionRule {
  /** Runs that ended before it are removed. */
  readonly removeBefore: Timestamp;
  /** What runs that ended before it carried is erased; `null` keeps it. */
  readonly eraseBefore: Timestamp | null;
}

/** How long a result stays where nothing is to be recorded, so that whoever started the run can fetch it. */
const collectionMs = 600_000;

/** `full` keeps everything for the retention, `redacted` only what is no payload, `none` nothing at all. */
export function retentionRule({ runs }: Environment, now: Timestamp): RetentionRule {
  const before = (milliseconds: number) => toTimestamp(Math.max(0, fromTimestamp(now) - milliseconds));
  const kept = before(durationMilliseconds(runs.retention));
  const collected = before(collectionMs);
  switch (runs.record) {
    case "full":
      return { removeBefore: kept, eraseBefore: null };
    case "redacted":
      return { removeBefore: kept, eraseBefore: collected };
    case "none":
      return { removeBefore: later(kept, collected), eraseBefore: null };
  }
}

function later(one: Timestamp, other: Timestamp): Timestamp {
  return one > other ? one : other;
}
