import type { DeployMarker, EndedRuns, FinalRunState } from "@lockstep/model";
import { toTimestamp } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { compareAround, reachOf } from "./compare-around.ts";

const start = Date.parse("2026-01-10T00:00:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const person = { name: "Ada", email: "ada@example.com", at: toTimestamp(start) };

function marker(sequence: number, at: number, slugs: readonly string[], more: Partial<DeployMarker> = {}) {
  const revision = "a".repeat(40);
  return {
    deploy: `deploy-${sequence}`,
    environment: "staging",
    sequence,
    at: toTimestamp(at),
    intent: "merge",
    commit: { revision, parents: [], message: "", author: person, committer: person },
    actor: { kind: "controller", id: "controller" },
    changes: slugs.length,
    changed: slugs.map((slug) => ({ slug, version: "1.0.0" })),
    ...more,
  } satisfies DeployMarker;
}

/** Runs a minute apart, beginning at an instant. */
const runs = (
  from: number,
  count: number,
  more: { slug?: string; state?: FinalRunState; tookMs?: number; environment?: string } = {},
): EndedRuns => {
  const { slug = "greet", state = "completed", tookMs = 100, environment = "staging" } = more;
  const endedAt = Array.from({ length: count }, (_, index) => from + index * minute);
  return { environment, slug, state, endedAt, tookMs: endedAt.map(() => tookMs) };
};

const around = { slug: null, since: start - 24 * hour, until: start + 24 * hour };

describe("what a deploy did to runs", () => {
  test("is told by what it changed, in windows of one length on both sides", () => {
    const it = marker(2, start, ["greet"]);
    const groups = [
      runs(start - 30 * minute, 30, { tookMs: 100 }),
      runs(start, 30, { tookMs: 300 }),
      runs(start, 10, { state: "failed", tookMs: 50 }),
      runs(start, 10, { state: "cancelled", tookMs: 9_000 }),
      runs(start, 50, { slug: "other" }),
      runs(start, 50, { environment: "production" }),
      runs(start + 2 * hour, 50),
    ];
    const next = marker(3, start + 2 * hour, ["greet", "other"]);
    expect(compareAround(it, { ...around, groups, markers: [next, it] })).toEqual({
      windowMs: 2 * hour,
      before: { runs: 30, failureShare: 0, p50Ms: 100, p95Ms: 100 },
      after: { runs: 40, failureShare: 0.25, p50Ms: 300, p95Ms: 300 },
      caution: null,
    });
  });

  test("ends where another deploy changed the same, not where one changed something else", () => {
    const it = marker(2, start, ["greet"]);
    const windowOf = (...others: readonly DeployMarker[]) =>
      compareAround(it, { ...around, groups: [], markers: [it, ...others] })?.windowMs;
    expect(windowOf()).toBe(24 * hour);
    expect(windowOf(marker(1, start - hour, ["greet"]))).toBe(hour);
    expect(windowOf(marker(3, start + hour, ["other"]))).toBe(24 * hour);
    expect(windowOf(marker(3, start + hour, ["greet"], { environment: "production" }))).toBe(24 * hour);
    // So many changes that not all are known by name.
    expect(windowOf(marker(3, start + hour, ["other"], { changes: 10_000 }))).toBe(hour);
    expect(windowOf(marker(3, start + hour, []))).toBe(24 * hour);
  });

  test.each([
    [5 * minute, "The window is too short: 5 min on each side."],
    [hour, "Too few runs to tell: 19 before and 30 after."],
  ])("comes with a caution where little can be concluded: up to %i ms", (windowMs, caution) => {
    const it = marker(2, start, ["greet"]);
    const groups = [runs(start - 19 * minute, 19), runs(start, 30)];
    const next = marker(3, start + windowMs, ["greet"]);
    expect(compareAround(it, { ...around, groups, markers: [it, next] })?.caution).toBe(caution);
  });

  test("is about the pipeline that was asked for, and about nothing where it changed none", () => {
    const it = marker(2, start, ["greet", "other"]);
    const groups = [runs(start, 30), runs(start, 7, { slug: "other" })];
    const parts = { ...around, groups, markers: [it] };
    expect(compareAround(it, { ...parts, slug: "other" })?.after.runs).toBe(7);
    expect(compareAround(it, parts)?.after.runs).toBe(37);
    expect(compareAround(marker(2, start, []), parts)).toBeNull();
  });

  test("looks a day further back than asked, or the length of the span", () => {
    expect(reachOf(hour)).toBe(hour);
    expect(reachOf(31 * 24 * hour)).toBe(24 * hour);
  });
});
