import { describe, expect, test } from "vitest";

import { evaluateExpression } from "./evaluate-template.ts";

const scope = { input: { one: 1, text: "1", list: [1, { a: null }], map: { a: [1], b: 2 }, nothing: null } };

describe("equality", () => {
  test.each([
    "input.one == 1",
    "1 == input.one && 1.0 == input.one && 1u == dyn(input.one)",
    "size(input.list) == 2.0",
    "input.list == [1, {'a': null}]",
    "input.map == {'b': 2, 'a': [1]}",
    "input.nothing == null",
    "input.one in [3, 2, 1]",
    "'a' in input.map && !('c' in input.map)",
    "{'a': null} in input.list",
    "timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00.000Z')",
    "duration('60s') == duration('1m')",
    "bytes('a') == bytes('a') && bytes('a') != bytes('b')",
    "int == type(1)",
  ])("holds in %s", (source) => {
    expect(evaluateExpression(source, scope)).toBe(true);
  });

  test.each([
    "input.one == input.text",
    "input.text == null",
    "input.map == null",
    "input.list == [1]",
    "input.map == {'b': 2, 'c': [1]}",
    "dyn(timestamp('1970-01-01T00:00:00Z')) == dyn(0)",
    "dyn(true) == dyn(1)",
    "dyn([]) == dyn({})",
  ])("does not hold in %s", (source) => {
    expect(evaluateExpression(source, scope)).toBe(false);
  });
});
