import { expect, it } from "vitest";

import { describeElapsed } from "./describe-elapsed.ts";

it.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1_000, "1.0 s"],
  [59_900, "59.9 s"],
  [59_999, "1 min"],
  [125_000, "2 min 5 s"],
  [3_600_000, "1 h"],
  [4_800_000, "1 h 20 min"],
])("tells %i milliseconds as %s", (milliseconds, text) => {
  expect(describeElapsed(milliseconds)).toBe(text);
});
