import type { Window } from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findClosure, nextOpening } from "./opening.ts";

const minute = 60_000;
const day = 1_440;

/** A week around each change of clocks in 2026, from its first minute (UTC). */
const weeks = [
  ["Europe/Berlin", "2026-03-26"],
  ["Europe/Berlin", "2026-10-22"],
  ["America/New_York", "2026-03-05"],
  ["America/New_York", "2026-10-29"],
  ["Australia/Lord_Howe", "2026-04-02"],
  ["Australia/Lord_Howe", "2026-10-01"],
] as const;

interface Wall {
  readonly minute: number;
  readonly hour: number;
  readonly weekday: number;
  /** Minutes since 1970 as the wall shows them. */
  readonly shown: number;
}

/** What clocks show at a minute, as the platform's calendar tells it. */
function wallReader(timeZone: string): (at: number) => Wall {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(get("year"), get("month") - 1, get("day"), get("hour"), get("minute"));
    return {
      minute: get("minute"),
      hour: get("hour"),
      weekday: new Date(shown).getUTCDay(),
      shown: shown / minute,
    };
  };
}

/** A schedule of fixed times: minutes, hours and days of the week, as lists. */
interface Times {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly weekdays: readonly number[];
}

function cronOf({ minutes, hours, weekdays }: Times): string {
  return `${minutes.join(",")} ${hours.join(",")} * * ${weekdays.join(",")}`;
}

function wallAt(shown: number): Wall {
  const date = new Date(shown * minute);
  return { minute: date.getUTCMinutes(), hour: date.getUTCHours(), weekday: date.getUTCDay(), shown };
}

/**
 * Minutes at which fixed times fire, walking minute by minute: when clocks show the time for the first time, or, for a
 * time that they skip, when they have skipped it.
 */
function firings(times: Times, walls: readonly Wall[]): readonly boolean[] {
  const matches = (wall: Wall) =>
    times.minutes.includes(wall.minute) &&
    times.hours.includes(wall.hour) &&
    times.weekdays.includes(wall.weekday);
  let latest = (walls[0]?.shown ?? 0) - 1;
  return walls.map((wall) => {
    const fresh = Array.from({ length: Math.max(0, wall.shown - latest) }, (_, index) =>
      wallAt(latest + 1 + index),
    );
    latest = Math.max(latest, wall.shown);
    return fresh.some(matches);
  });
}

interface Span extends Times {
  readonly length: number;
}

/** Whether some span that began at a firing still lasts, minute by minute. */
function lasting(spans: readonly Span[], walls: readonly Wall[]): readonly boolean[] {
  const covered = walls.map(() => false);
  for (const span of spans)
    for (const [index, fires] of firings(span, walls).entries())
      if (fires) covered.fill(true, index, index + span.length);
  return covered;
}

const subset = (values: readonly number[], maxLength: number) =>
  fc.subarray([...values], { minLength: 1, maxLength }).map((some) => some.toSorted((a, b) => a - b));
const span: fc.Arbitrary<Span> = fc.record({
  minutes: subset([0, 15, 30, 45], 2),
  hours: subset([0, 1, 2, 3, 8, 17, 23], 3),
  weekdays: fc.constantFrom([0, 1, 2, 3, 4, 5, 6], [0, 6], [0], [1, 2, 3, 4], [6]),
  length: fc.constantFrom(1, 30, 60, 90, 180, 540, day, 2 * day),
});

const windowOf = ({ length, ...times }: Span): Window => ({
  cron: cronOf(times),
  duration: `${length}m`,
  reason: "",
});

describe.each(weeks)("windows in %s in the week of %s", (timezone, from) => {
  const read = wallReader(timezone);
  // Spans of two days that began before the week have to be known at its beginning.
  const [before, after] = [3 * day, 7 * day];
  const start = Date.parse(`${from}T00:00:00Z`) - before * minute;
  const walls = Array.from({ length: before + after }, (_, index) => read(start + index * minute));

  test("are open exactly when a walk from minute to minute says so, and open when it says", () => {
    const spans = fc.array(span, { maxLength: 3 });
    const instants = fc.array(fc.nat({ max: after - 1 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(spans, spans, instants, (allow, deny, minutes) => {
        const [allowed, denied] = [lasting(allow, walls), lasting(deny, walls)];
        const isOpen = walls.map(
          (_, index) => (allow.length === 0 || (allowed[index] ?? false)) && !(denied[index] ?? false),
        );
        const windows = { timezone, allow: allow.map(windowOf), deny: deny.map(windowOf) };
        for (const offset of minutes) {
          const index = before + offset;
          const at = start + index * minute;
          expect(findClosure(windows, at) === null).toBe(isOpen[index]);
          const next = isOpen.indexOf(true, index);
          if (next >= 0) expect(nextOpening(windows, at)).toBe(start + next * minute);
          else
            expect(nextOpening(windows, at) ?? Infinity).toBeGreaterThanOrEqual(
              start + walls.length * minute,
            );
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("a window lasts its duration of real time while clocks change", () => {
  const night = { cron: "0 1 * * *", duration: "3h", reason: "" };
  const berlin = { timezone: "Europe/Berlin", allow: [night], deny: [] };
  // Clocks go from 02:00 to 03:00: the window that begins at 01:00 ends when they show 05:00.
  expect(findClosure(berlin, Date.parse("2026-03-29T02:59:59.999Z"))).toBeNull();
  expect(findClosure(berlin, Date.parse("2026-03-29T03:00:00.000Z"))).toMatchObject({ kind: "outside" });
  // Clocks go from 03:00 to 02:00: the window ends when they show 03:00.
  expect(findClosure(berlin, Date.parse("2026-10-25T01:59:59.999Z"))).toBeNull();
  expect(findClosure(berlin, Date.parse("2026-10-25T02:00:00.000Z"))).toMatchObject({ kind: "outside" });
});

test("windows that never open again are not looked for without end", () => {
  const always = { cron: "* * * * *", duration: "2m", reason: "frozen" };
  const frozen = { timezone: "UTC", allow: [], deny: [always] };
  expect(nextOpening(frozen, Date.parse("2026-03-02T10:00:30Z"))).toBeNull();
  const leap = { timezone: "UTC", allow: [{ cron: "0 0 29 2 *", duration: "1h", reason: "" }], deny: [] };
  expect(nextOpening(leap, Date.parse("2026-03-02T10:00:00Z"))).toBe(Date.parse("2028-02-29T00:00:00Z"));
  expect(nextOpening(leap, Date.parse("2025-03-02T10:00:00Z"))).toBeNull();
});
