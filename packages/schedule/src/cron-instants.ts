import type { CronTrigger } from "@lockstep/model";
import { Cron } from "croner";

/** When something fires: five cron fields, read in a time zone. */
export type Schedule = Pick<CronTrigger, "schedule" | "timezone">;

/**
 * First instant after `after`, in milliseconds; `null` when there is none. Where clocks go forward, a fixed time that
 * does not exist fires at the end of the gap; where they go back, it fires once, the first time round.
 */
export function nextInstant(schedule: Schedule, after: number): number | null {
  return cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null;
}

/** The first `count` instants after `after`. */
export function nextInstants(schedule: Schedule, after: number, count: number): readonly number[] {
  return cronOf(schedule)
    .nextRuns(count, new Date(after))
    .map((instant) => instant.getTime());
}

/** The last `count` instants at or before `upTo`, newest first. */
export function lastInstants(schedule: Schedule, upTo: number, count: number): readonly number[] {
  // Croner looks strictly before, in whole seconds.
  const before = (Math.floor(upTo / 1_000) + 1) * 1_000;
  return cronOf(schedule)
    .previousRuns(count, new Date(before))
    .map((instant) => instant.getTime());
}

/** Parsing takes as long as an answer, and many pipelines share a schedule. */
const parsed = new Map<string, Cron>();
const mostParsed = 1_000;

/** `no-wildcard`: lists and ranges are fixed times too; a `*` or a step in hour or minute follows real time instead. */
function cronOf({ schedule, timezone }: Schedule): Cron {
  const name = `${schedule} ${timezone}`;
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const cron = new Cron(schedule, { mode: "5-part", paused: true, timezone, fixedTimeRule: "no-wildcard" });
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(name, cron);
  return cron;
}
