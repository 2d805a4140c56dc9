import type { EndedRuns, FinalRunState } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { bucketWidth, bucketWords, countBuckets } from "./bucket-width.ts";
import { percentilesOf } from "./run-tally.ts";
import { takePercentile } from "./take-percentile.ts";
import { timeLineOf } from "./time-line.ts";

const start = Date.parse("2026-01-01T00:00:00.000Z");
const minute = 60_000;

interface One {
  readonly state: FinalRunState;
  readonly at: number;
  readonly took: number | null;
}

const groupOf = ({ state, at, took }: One): EndedRuns => ({
  environment: "staging",
  slug: "greet",
  state,
  endedAt: [at],
  tookMs: [took],
});

describe("a time line", () => {
  test("counts by outcome, part by part, and leaves out what ended before it", () => {
    const groups = [
      { state: "completed", at: start - 1, took: 9 },
      { state: "completed", at: start, took: 10 },
      { state: "failed", at: start + minute - 1, took: 30 },
      { state: "cancelled", at: start + minute, took: 1_000 },
      { state: "completed", at: start + 2 * minute, took: null },
    ] as const;
    const { buckets, totals } = timeLineOf(groups.map(groupOf), {
      since: start,
      until: start + 3 * minute,
      widthMs: minute,
    });
    const none = { completed: 0, failed: 0, cancelled: 0, p50Ms: null, p95Ms: null };
    expect(buckets).toEqual([
      { ...none, at: "2026-01-01T00:00:00.000Z", completed: 1, failed: 1, p50Ms: 10, p95Ms: 30 },
      { ...none, at: "2026-01-01T00:01:00.000Z", cancelled: 1 },
      { ...none, at: "2026-01-01T00:02:00.000Z", completed: 1 },
    ]);
    expect(totals).toMatchObject({ completed: 2, failed: 1, cancelled: 1 });
    expect(percentilesOf(totals)).toEqual({ p50Ms: 10, p95Ms: 30 });
  });

  test("loses no run and invents none, whatever the width", () => {
    const run = fc.record({
      state: fc.constantFrom<FinalRunState>("completed", "failed", "cancelled"),
      at: fc.integer({ min: 0, max: 10_000_000 }).map((more) => start + more),
      took: fc.option(fc.nat(100_000)),
    });
    fc.assert(
      fc.property(fc.array(run), fc.integer({ min: 1_000, max: 20_000_000 }), (runs, widthMs) => {
        const span = { since: start, until: start + 10_000_001, widthMs };
        const { buckets, totals } = timeLineOf(runs.map(groupOf), span);
        for (const state of ["completed", "failed", "cancelled"] as const) {
          const count = runs.filter((one) => one.state === state).length;
          expect(buckets.reduce((sum, bucket) => sum + bucket[state], 0)).toBe(count);
          expect(totals[state]).toBe(count);
        }
      }),
    );
  });
});

describe("the width of its parts", () => {
  test.each([
    [10 * minute, 10_000],
    [60 * minute, 30_000],
    [24 * 60 * minute, 15 * minute],
    [7 * 24 * 60 * minute, 60 * minute],
    [31 * 24 * 60 * minute, 6 * 60 * minute],
  ])("of %i ms is %i ms, for 200 parts at most", (spanMs, width) => {
    const since = start + 1_234;
    expect(bucketWidth(since, since + spanMs, undefined)).toBe(width);
    expect(countBuckets(since, since + spanMs, width)).toBeLessThanOrEqual(200);
  });

  test("may be chosen, up to 500 parts", () => {
    expect(bucketWidth(start, start + 480 * minute, "1m")).toBe(minute);
    expect(() => bucketWidth(start, start + 24 * 60 * minute, "1m")).toThrow("1440 parts; there may be 500");
    for (const word of bucketWords) expect(bucketWidth(start, start + minute, word)).toBeGreaterThan(0);
  });
});

describe("a percentile", () => {
  test("is one of the numbers, the smallest that enough others do not exceed", () => {
    expect(takePercentile([], 0.5)).toBeNull();
    expect([0.01, 0.25, 0.5, 0.75, 0.95, 1].map((share) => takePercentile([1, 2, 3, 4], share))).toEqual([
      1, 1, 2, 3, 4, 4,
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), fc.constantFrom(0.5, 0.95), (numbers, share) => {
        const sorted = numbers.toSorted((one, other) => one - other);
        const found = takePercentile(sorted, share) ?? -1;
        const atMost = (limit: number) => numbers.filter((number) => number <= limit).length / numbers.length;
        expect(numbers).toContain(found);
        expect(atMost(found)).toBeGreaterThanOrEqual(share);
        expect(atMost(found - 1)).toBeLessThan(share);
      }),
    );
  });
});
