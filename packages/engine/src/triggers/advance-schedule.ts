import {
  type AppliedTrigger,
  type CronTrigger,
  fromTimestamp,
  type NewFiring,
  type ScheduleAdvance,
  toTimestamp,
} from "@lockstep/model";

import { type DueInstant, type DueInstants, dueInstants } from "./due-instants.ts";

/** Stands for never: after every instant there is. */
const never = "9999-12-31T00:00:00.000Z";

/** Where a schedule stands now, and the firings that it asks for. `now` in milliseconds. */
export function advanceSchedule(applied: AppliedTrigger, trigger: CronTrigger, now: number): ScheduleAdvance {
  const { environment, slug, since } = applied;
  const found = dueInstants(trigger, fromTimestamp(applied.cursorAt), now);
  return {
    environment,
    slug,
    trigger: trigger.id,
    since,
    cursorAt: toTimestamp(now),
    nextAt: found.next === null ? never : toTimestamp(found.next),
    due: found.due.map((instant) => firingOf(applied, instant)),
    missed: missedFiring(applied, trigger, found),
  };
}

function firingOf({ environment, slug, trigger }: AppliedTrigger, instant: DueInstant): NewFiring {
  const scheduledAt = toTimestamp(instant.scheduledAt);
  return {
    environment,
    slug,
    trigger: trigger.id,
    key: scheduledAt,
    type: "cron",
    scheduledAt,
    depth: 0,
    payload: { scheduledAt, previousAt: toTimestamp(instant.previousAt) },
  };
}

/** One row for all of them, under the last one's instant. */
function missedFiring(
  applied: AppliedTrigger,
  { catchup }: CronTrigger,
  { missed }: DueInstants,
): ScheduleAdvance["missed"] {
  if (missed === null) return null;
  const firing = firingOf(applied, missed.last);
  const first = toTimestamp(missed.first);
  const which = first === firing.scheduledAt ? first : `From ${first} to ${firing.scheduledAt}`;
  const message = `${which}: nobody was there to fire, and \`catchup\` is ${catchup}.`;
  return { firing, reason: { code: "MISSED", message } };
}
