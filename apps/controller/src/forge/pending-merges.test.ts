import { expect, test } from "vitest";

import { createPendingMerges } from "./pending-merges.ts";

test("asks again later and later, and stops waiting after a minute", () => {
  const pending = createPendingMerges(() => 0);
  const waits: number[] = [];
  let now = 0;
  while (!pending.wait("pull/1", "a", now)) {
    const next = pending.nextAt() ?? 0;
    expect(pending.isResting("pull/1", "a", next - 1)).toBe(true);
    expect(pending.isResting("pull/1", "a", next)).toBe(false);
    waits.push(next - now);
    now = next;
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
});

test("a subject that moved is asked about at once", () => {
  const pending = createPendingMerges(() => 0);
  pending.wait("pull/1", "a", 0);
  expect(pending.isResting("pull/1", "b", 1)).toBe(false);
  expect(pending.wait("pull/1", "b", 120_000)).toBe(false);
  pending.keepOnly(new Set());
  expect(pending.nextAt()).toBeNull();
});
