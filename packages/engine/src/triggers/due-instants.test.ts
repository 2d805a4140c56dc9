import type { CronTrigger } from "@lockstep/model";
import { lastInstants, nextInstants } from "@lockstep/schedule";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { dueInstants } from "./due-instants.ts";

const trigger = (schedule: string, more: Partial<CronTrigger> = {}): CronTrigger => ({
  id: "tick",
  type: "cron",
  enabled: true,
  input: {},
  schedule,
  timezone: "UTC",
  overlap: "skip",
  catchup: "0s",
  ...more,
});
const ms = (text: string) => Date.parse(`${text}:00.000Z`);
const texts = (instants: readonly number[]) =>
  instants.map((instant) => new Date(instant).toISOString().slice(0, 16));

describe("instants of a schedule", () => {
  test.each([
    ["a fixed time in the gap comes at its end", "30 2 * * *", "2026-03-28T12:00", ["2026-03-29T01:00"]],
    ["one in a list too", "30 2,14 * * *", "2026-03-28T14:00", ["2026-03-29T01:00", "2026-03-29T12:30"]],
    ["a step skips the gap", "*/30 2 * * *", "2026-03-28T12:00", ["2026-03-30T00:00", "2026-03-30T00:30"]],
    [
      "a fixed time twice on the clock comes once",
      "30 2 * * *",
      "2026-10-24T12:00",
      ["2026-10-25T00:30", "2026-10-26T01:30"],
    ],
    [
      "one in a list too",
      "0 1-3 * * *",
      "2026-10-24T22:00",
      ["2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T02:00"],
    ],
    [
      "a step follows real time",
      "*/30 * * * *",
      "2026-10-25T00:00",
      ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30"],
    ],
  ])("in Berlin: %s", (_, schedule, after, expected) => {
    const zoned = { schedule, timezone: "Europe/Berlin" };
    expect(texts(nextInstants(zoned, ms(after), expected.length))).toEqual(expected);
    const last = ms(expected.at(-1) ?? "");
    expect(texts(lastInstants(zoned, last, expected.length)).toReversed()).toEqual(expected);
  });
});

describe("what is due", () => {
  test("is nothing between instants", () => {
    expect(dueInstants(trigger("0 * * * *"), ms("2026-05-05T10:00"), ms("2026-05-05T10:59"))).toEqual({
      due: [],
      missed: null,
      next: ms("2026-05-05T11:00"),
    });
  });

  test("is an instant that is not a minute late, without any catch-up", () => {
    const hourly = trigger("0 * * * *");
    const lookAt = (now: number) => dueInstants(hourly, ms("2026-05-05T09:30"), now);
    expect(lookAt(ms("2026-05-05T10:01")).due).toMatchObject([{ scheduledAt: ms("2026-05-05T10:00") }]);
    expect(lookAt(ms("2026-05-05T10:01") + 1)).toMatchObject({
      due: [],
      missed: { first: ms("2026-05-05T10:00"), last: { scheduledAt: ms("2026-05-05T10:00") } },
    });
  });

  test("is at most a thousand instants, the newest", () => {
    const now = ms("2026-05-05T10:00");
    const { due, missed } = dueInstants(trigger("* * * * *", { catchup: "7d" }), now - 6 * 86_400_000, now);
    expect(due).toHaveLength(1_000);
    expect(due.at(-1)?.scheduledAt).toBe(now);
    expect(missed?.last.scheduledAt).toBe(now - 1_000 * 60_000);
  });

  test("is never for a schedule without another instant before", () => {
    const leap = dueInstants(trigger("0 0 29 2 *"), ms("2028-02-28T00:00"), ms("2028-02-29T00:00"));
    expect(leap.due).toEqual([{ scheduledAt: ms("2028-02-29T00:00"), previousAt: ms("2024-02-29T00:00") }]);
  });

  test("does not depend on how often somebody looks", () => {
    const steps = fc.array(fc.integer({ min: 1, max: 7_200 }), { minLength: 1, maxLength: 12 });
    const schedules = fc.constantFrom("*/7 * * * *", "30 2 * * *", "0 1-3 * * *", "15,45 */2 * * *");
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
    const starts = fc.constantFrom(ms("2026-03-28T22:00"), ms("2026-10-24T21:00"), ms("2026-04-04T12:00"));
    fc.assert(
      fc.property(steps, schedules, zones, starts, (seconds, schedule, timezone, start) => {
        const cron = trigger(schedule, { timezone, catchup: "7d" });
        let cursor = start;
        const found = seconds.flatMap((pause) => {
          const { due } = dueInstants(cron, cursor, cursor + pause * 1_000);
          cursor += pause * 1_000;
          return due;
        });
        expect(found).toEqual(dueInstants(cron, start, cursor).due);
      }),
      { numRuns: 60 },
    );
  });
});
