import { fromTimestamp, type Gates, type Timestamp, toTimestamp } from "@lockstep/model";

import { findClosure, nextClosing, nextOpening } from "./opening.ts";

/** Whether windows are open, and until or from when. */
export interface WindowStanding {
  readonly isOpen: boolean;
  /** The denying window's own words; empty where none denies, or it gives none. */
  readonly reason: string;
  /** The next opening of closed windows; `null` while they are open, or when none opens within two years. */
  readonly opensAt: Timestamp | null;
  /** When open windows close; `null` while they are closed, or when they stay open for two years. */
  readonly closesAt: Timestamp | null;
}

/** How windows stand at an instant. */
export function windowStanding(windows: NonNullable<Gates["windows"]>, now: Timestamp): WindowStanding {
  const instant = fromTimestamp(now);
  const closed = findClosure(windows, instant);
  const edge = closed === null ? nextClosing(windows, instant) : nextOpening(windows, instant);
  const at = edge === null ? null : toTimestamp(edge);
  return closed === null
    ? { isOpen: true, reason: "", opensAt: null, closesAt: at }
    : { isOpen: false, reason: closed.reason, opensAt: at, closesAt: null };
}
