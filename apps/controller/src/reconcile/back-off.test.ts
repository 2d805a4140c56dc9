import fc from "fast-check";
import { expect, test } from "vitest";

import { backOff, jitter } from "./back-off.ts";

test("back-off doubles from one second and never exceeds five minutes", () => {
  const delays = [1, 2, 3, 4, 9, 10, 1_000].map((failures) => backOff(failures, () => 0));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000]);
});

test("jitter stays within a tenth of the poll interval, and back-off within a quarter", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const full = backOff(failures, () => 0);
        expect(backOff(failures, () => random)).toBeGreaterThanOrEqual(full * 0.75 - 1);
        expect(Math.abs(jitter(10_000, () => random) - 10_000)).toBeLessThanOrEqual(1_000);
      },
    ),
  );
});
