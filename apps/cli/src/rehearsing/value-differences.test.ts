import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { valueDifferences } from "./value-differences.ts";

describe("differences of values", () => {
  it.each([
    [1, 2, [{ path: "", expected: 1, actual: 2 }]],
    [{ a: 1 }, { a: 2 }, [{ path: "/a", expected: 1, actual: 2 }]],
    [{ a: 1 }, {}, [{ path: "/a", expected: 1 }]],
    [{}, { a: null }, [{ path: "/a", actual: null }]],
    [[1, 2], [1], [{ path: "/1", expected: 2 }]],
    [{ a: [1] }, { a: { 0: 1 } }, [{ path: "/a", expected: [1], actual: { 0: 1 } }]],
    [{ "a/b~c": 1 }, { "a/b~c": "1" }, [{ path: "/a~1b~0c", expected: 1, actual: "1" }]],
    [{ __proto__: null, toString: 1 }, {}, [{ path: "/toString", expected: 1 }]],
  ])("of %j and %j name the deepest places", (expected, actual, places) => {
    expect(valueDifferences(expected as never, actual as never)).toEqual(places);
  });

  it("are none for equal values, whatever their order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = JSON.parse(JSON.stringify(value)) as never;
        expect(valueDifferences(copy, JSON.parse(JSON.stringify(copy)) as never)).toEqual([]);
      }),
    );
    expect(valueDifferences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });
});
