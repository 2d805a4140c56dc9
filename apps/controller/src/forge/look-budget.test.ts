import { expect, test } from "vitest";

import { createLookBudget } from "./look-budget.ts";

test("a few looks go at once, what keeps coming at the pace, and a pause gives the few back", () => {
  const budget = createLookBudget(3, 2_000);
  const looks: number[] = [];
  let now = 0;
  const look = () => {
    now = Math.max(now, budget.nextAt());
    budget.take(now);
    looks.push(now);
  };
  for (let count = 0; count < 5; count += 1) look();
  expect(looks).toEqual([0, 0, 0, 2_000, 4_000]);
  now = 60_000;
  for (let count = 0; count < 4; count += 1) look();
  expect(looks.slice(5)).toEqual([60_000, 60_000, 60_000, 62_000]);
});
