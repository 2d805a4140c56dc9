import { type CronTrigger, durationMilliseconds } from "@lockstep/model";
import { lastInstants, nextInstant } from "@lockstep/schedule";

/** What a schedule asks for when it is looked at. Instants in milliseconds. */
export interface DueInstants {
  /** Oldest first. */
  readonly due: readonly DueInstant[];
  /** First and last of the instants that are not made up for; `null` when none was missed. */
  readonly missed: { readonly first: number; readonly last: DueInstant } | null;
  /** `null` when the schedule never fires again. */
  readonly next: number | null;
}

export interface DueInstant {
  readonly scheduledAt: number;
  /** The schedule's instant before; the same one when there is none. */
  readonly previousAt: number;
}

/** A firing less than this late is on time: schedulers start, deploy and pause for that long without a catch-up. */
const onTimeMs = 60_000;

/** Most instants that are made up for at once. */
const mostAtOnce = 1_000;

/**
 * Which instants of a schedule are due: those after `cursor` up to `now` that are on time or within `catchup`. A pure
 * function; a `cursor` ahead of `now` (the clock was set back) counts as `now`.
 */
export function dueInstants(trigger: CronTrigger, cursor: number, now: number): DueInstants {
  const from = Math.min(cursor, now);
  const first = nextInstant(trigger, from);
  // Looking back costs several times as much, and most looks are at schedules that are new or early.
  if (first === null || first > now) return { due: [], missed: null, next: first };
  const oldest = now - Math.max(durationMilliseconds(trigger.catchup), onTimeMs);
  const due = instantsBetween(trigger, Math.max(from, oldest - 1), now);
  const missed = missedBetween(trigger, from, due[0]?.scheduledAt ?? now + 1);
  return { due, missed, next: nextInstant(trigger, now) };
}

/** After `from`, up to `to`. One at a time: almost always there is one. */
function instantsBetween(trigger: CronTrigger, from: number, to: number): readonly DueInstant[] {
  const found: DueInstant[] = [];
  let instant = lastBefore(trigger, to + 1);
  while (instant !== null && instant > from && found.length < mostAtOnce) {
    const previous = lastBefore(trigger, instant);
    found.push({ scheduledAt: instant, previousAt: previous ?? instant });
    instant = previous;
  }
  return found.reverse();
}

function missedBetween(trigger: CronTrigger, from: number, before: number): DueInstants["missed"] {
  const last = lastBefore(trigger, before);
  if (last === null || last <= from) return null;
  const first = nextInstant(trigger, from) ?? last;
  return { first, last: { scheduledAt: last, previousAt: lastBefore(trigger, last) ?? last } };
}

/** Instants stand on whole seconds. */
function lastBefore(trigger: CronTrigger, instant: number): number | null {
  return lastInstants(trigger, Math.ceil(instant / 1_000) * 1_000 - 1_000, 1)[0] ?? null;
}
