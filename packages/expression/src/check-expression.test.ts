import { describe, expect, test } from "vitest";

import { checkExpression, checkTemplate, type ExpectedType } from "./check-expression.ts";

const names = new Set(["input", "steps", "vars"]);

describe("the check of an expression", () => {
  test.each<[string, string, number, string]>([
    ["1 +", "EXPR_SYNTAX", 3, "ends too early"],
    ["", "EXPR_SYNTAX", 0, "empty"],
    ["input.map(1, 2)", "EXPR_SYNTAX", 10, "variable"],
    ["inptu.x", "EXPR_UNKNOWN_NAME", 0, "did you mean 'input'?"],
    ["input.x + process", "EXPR_UNKNOWN_NAME", 10, "there are input, steps, vars"],
    ["uper('x')", "EXPR_UNKNOWN_NAME", 0, "did you mean 'upper'?"],
    ["input.x.upper()", "EXPR_UNKNOWN_NAME", 0, "write upper(value)"],
    ["startsWith(input.x, 'a')", "EXPR_UNKNOWN_NAME", 0, "write value.startsWith(…)"],
    ["input.x.shout()", "EXPR_UNKNOWN_NAME", 0, "there is no method 'shout'"],
    ["'a' + 1", "EXPR_TYPE", 0, "no such overload: string + int"],
    ["input.x && 'a'", "EXPR_TYPE", 0, "bool"],
    ["upper(5)", "EXPR_TYPE", 0, "upper(int)"],
  ])("finds in %j: %s at %i", (source, code, offset, message) => {
    const findings = checkExpression(source, names);
    expect(findings).toMatchObject([{ code, offset, message: expect.stringContaining(message) as string }]);
  });

  test.each([
    "input.x + 1",
    "input.list.map(x, x.y)",
    "input.a ? 'text' : null",
    "input.n * 1.5 > size(input.list)",
    "[1, 'a', null]",
    "steps.a.?output.b.orValue({'a': [1]})",
  ])("finds nothing in %s", (source) => {
    expect(checkExpression(source, names)).toEqual([]);
  });

  test("finds everything in a string at once, with offsets into it", () => {
    const findings = checkTemplate("a {{ inptu.x }} b {{ 1 + }} c {{ input.y }} {{ !1 }}", names);
    expect(findings.map(({ code, offset }) => [code, offset])).toEqual([
      ["EXPR_UNKNOWN_NAME", 5],
      ["EXPR_SYNTAX", 25],
      ["EXPR_TYPE", 47],
    ]);
  });

  test.each<[string, ExpectedType, boolean]>([
    ["{{ input.a }}", "bool", true],
    ["{{ input.a > 1 }}", "bool", true],
    ["{{ size(input.a) }}", "bool", false],
    ["{{ 'true' }}", "bool", false],
    ["x {{ input.a }}", "bool", false],
    ["true", "bool", false],
    ["{{ input.items }}", "list", true],
    ["{{ [1, 2] }}", "list", true],
    ["{{ input.items.map(x, x) }}", "list", true],
    ["{{ {'a': 1} }}", "list", false],
  ])("%s may give a %s: %s", (text, expected, isPossible) => {
    expect(checkTemplate(text, names, expected).length === 0).toBe(isPossible);
  });
});
