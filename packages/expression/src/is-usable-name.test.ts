import { expect, test } from "vitest";

import { isUsableName } from "./is-usable-name.ts";

test.each([
  ["page", true],
  ["item_2", true],
  ["int", false],
  ["type", false],
  ["optional", false],
  ["for", false],
  ["in", false],
  ["true", false],
  ["__proto__", false],
  ["constructor", true],
  ["a.b", false],
  ["(a)", false],
  [" a", false],
  ["1", false],
  ["", false],
])("%j may be a name in expressions: %s", (name, isUsable) => {
  expect(isUsableName(name)).toBe(isUsable);
});
