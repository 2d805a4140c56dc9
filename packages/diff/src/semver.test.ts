import * as fc from "fast-check";
import { expect, test } from "vitest";

import { compareVersions, grow, growthBetween } from "./semver.ts";

const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join("."));

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
