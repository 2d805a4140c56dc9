import { canonicalJson } from "@lockstep/model";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isSameJson } from "./is-same-json.ts";

test("values are the same exactly when their canonical text is", () => {
  const small = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(isSameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      expect(isSameJson(a, structuredClone(a))).toBe(true);
    }),
  );
});
