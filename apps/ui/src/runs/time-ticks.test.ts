import fc from "fast-check";
import { expect, test } from "vitest";

import { timeTicks } from "./time-ticks.ts";

test.each([
  [785, [0, 200, 400, 600]],
  [3_200, [0, 1_000, 2_000, 3_000]],
  [12 * 60_000, [0, 300_000, 600_000]],
])("a time line of %i ms has round marks", (totalMs, ticks) => {
  expect(timeTicks(totalMs, 6)).toEqual(ticks);
});

test("there are never more than asked for, the first is 0 and none is beyond the end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 2, max: 12 }), (totalMs, most) => {
      const ticks = timeTicks(totalMs, most);
      expect(ticks[0]).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      expect(ticks.at(-1)).toBeLessThanOrEqual(totalMs);
    }),
  );
});
