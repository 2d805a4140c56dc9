import { expect, test } from "vitest";

import { fittingSpan } from "./fitting-span.ts";

const now = Date.parse("2026-02-03T14:00:00.000Z");
const bucket = (at: string, completed: number) => ({
  at,
  completed,
  failed: 0,
  cancelled: 0,
  p50Ms: null,
  p95Ms: null,
});

test.each([
  ["2026-02-03T13:00:00.000Z", "1h"],
  ["2026-02-03T12:59:00.000Z", "6h"],
  ["2026-02-03T07:30:00.000Z", "24h"],
] as const)("what ended first in the part from %s is shown in %s", (at, span) => {
  const buckets = [bucket("2026-02-02T14:00:00.000Z", 0), bucket(at, 3)];
  expect(fittingSpan({ buckets, deploys: [] }, now)).toBe(span);
});

test("a day without anything stays a day", () => {
  expect(fittingSpan({ buckets: [], deploys: [] }, now)).toBe("24h");
  expect(fittingSpan(undefined, now)).toBe("24h");
});
