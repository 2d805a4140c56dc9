import * as fc from "fast-check";
import { expect, test } from "vitest";

import { compareVersions, grow, growthBetween, isInRange } from "./semver.ts";

const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join("."));

test.each([
  ["1.2.3", "1.2.3", true],
  ["1.2.4", "1.2.3", false],
  ["1.2.3", "^1.2.0", true],
  ["1.10.0", "^1.9.0", true],
  ["1.1.9", "^1.2.0", false],
  ["2.0.0", "^1.2.0", false],
  ["0.9.0", "^0.2.0", true],
])("%s in range %s is %s", (found, range, isIncluded) => {
  expect(isInRange(found, range)).toBe(isIncluded);
});

test("a version grown by an amount has grown by that amount", () => {
  const amount = fc.constantFrom("patch" as const, "minor" as const, "major" as const);
  fc.assert(
    fc.property(version, amount, (from, growth) => {
      expect(growthBetween(from, grow(from, growth))).toBe(growth);
    }),
  );
});

test("versions are ordered by number, not by text", () => {
  expect(["1.10.0", "1.9.0", "1.9.10"].sort(compareVersions)).toEqual(["1.9.0", "1.9.10", "1.10.0"]);
});
