import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createWritePacer } from "./write-pacer.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a burst goes through at once, what follows evenly, no minute has more, and the burst comes back", async () => {
  const written: number[] = [];
  const start = Date.now();
  const pacer = createWritePacer(7, { now: () => Date.now() });
  const write = () => {
    void pacer.key("any").schedule({}, async () => {
      written.push((Date.now() - start) / 1000);
    });
  };
  for (let count = 0; count < 8; count += 1) write();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(written).toEqual([0, 0, 0, 15, 30, 45, 60, 75]);
  for (let count = 0; count < 4; count += 1) write();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(written.slice(8)).toEqual([180, 180, 180, 195]);
});
