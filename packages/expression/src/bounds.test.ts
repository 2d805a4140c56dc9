import { describe, expect, test } from "vitest";

import { evaluateExpression, evaluateTemplate } from "./evaluate-template.ts";
import { parseTemplate } from "./parse-template.ts";

const list = Array.from({ length: 300_000 }, (_, index) => index);
const zoned = Array.from({ length: 20_000 }, () => "2026-01-01T00:00:00Z");
const input = {
  zoned,
  list,
  text: "a".repeat(100_000),
  objects: list.slice(0, 50_000).map((id) => ({ id })),
};

/** `cel.bind(a0, first, cel.bind(a1, next(a0), … body …))` */
function nested(depth: number, first: string, next: (name: string) => string): string {
  let source = `a${depth - 1} == a${depth - 1} && size(a${depth - 1}) > 0`;
  for (let level = depth - 1; level >= 0; level -= 1)
    source = `cel.bind(a${level}, ${level === 0 ? first : next(`a${level - 1}`)}, ${source})`;
  return source;
}

/** Two values that share nothing, a21 and b21, of 2²² parts each. */
const twins = ["a", "b"]
  .flatMap((name) =>
    Array.from({ length: 22 }, (_, level) => {
      const below = `${name}${level - 1}`;
      return `cel.bind(${name}${level}, ${level === 0 ? "['text']" : `[${below}, ${below}]`},`;
    }),
  )
  .join(" ");

describe("hostile expressions", () => {
  test.each<[string, string, string]>([
    ["nested maps", "input.list.map(x, input.list.map(y, 1))", "too many steps"],
    [
      "nested exists, which swallow errors",
      "input.list.exists(x, input.list.exists(y, y < 0))",
      "too many steps",
    ],
    [
      "an exhausted budget hidden by ||",
      "input.list.exists(x, input.list.exists(y, y < 0)) || true",
      "too many steps",
    ],
    ["searches in a loop", "input.list.filter(x, -1 in input.list)", "too many steps"],
    [
      "comparisons in a loop",
      "input.objects.filter(x, input.objects == input.objects + [])",
      "too many steps",
    ],
    [
      "a text doubled over and over",
      nested(45, "input.text", (name) => `${name} + ${name}`),
      "too many steps",
    ],
    [
      "a list doubled over and over",
      nested(45, "input.list", (name) => `${name} + ${name}`),
      "too many steps",
    ],
    ["equal values of 2²² parts", `${twins} a21 == b21${")".repeat(44)}`, "too many steps"],
    ["a value of 2²² parts", `${twins} a21${")".repeat(44)}`, "too large"],
    [
      "2²² parts as text in a loop",
      `${twins} input.list.exists(x, toJson(a21) == '')${")".repeat(44)}`,
      "too large",
    ],
    ["2²² parts made unique", `${twins} unique([a21])${")".repeat(44)}`, "too large"],
    ["lists flattened into a huge one", "flatten(input.list.map(x, input.list))", "more than 4194304 items"],
    ["time zones in a loop", "input.zoned.map(x, timestamp(x).getHours('Europe/Berlin'))", "too many steps"],
    ["a text replaced by itself", "replace(input.text, 'a', input.text)", "longer than"],
    ["a list joined by a long text", "input.list.map(x, 'a').join(input.text)", "longer than"],
    ["a list joined by a long text", "join(input.list, input.text)", "longer than"],
    ["unary operators", `${"!".repeat(19_000)}true`, "nested too deeply"],
    ["operators in a row", `1${"+1".repeat(9_000)}`, "maxAstNodes"],
    ["brackets", "(".repeat(19_000), "maxDepth"],
    ["a text beyond the limit", "1".repeat(30_000), "20000 characters"],
    ["a huge pattern", "input.text.matches('(?:a{1000}){1000}')", "RE2"],
    ["deep JSON", `parseJson('${"[".repeat(5_000)}${"]".repeat(5_000)}')`, "nested deeper"],
  ])("end in time: %s", (_, source, message) => {
    const start = performance.now();
    expect(() => evaluateExpression(source, { input })).toThrow(message);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("with catastrophic patterns match in milliseconds", () => {
    const start = performance.now();
    expect(evaluateExpression("(input.text + '!').matches('^(a+)+$')", { input })).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test.each(["{{ '", "{{ {", "{{ ' }}", "{{ //", "{{ '''"])(
    "%j repeated is split in linear time",
    (piece) => {
      const start = performance.now();
      expect(() => parseTemplate(piece.repeat(100_001))).toThrow("{{");
      expect(performance.now() - start).toBeLessThan(1_000);
    },
  );

  test("honest work on large lists is done", () => {
    expect(evaluateExpression("size(input.list.filter(x, x % 2 == 0))", { input })).toBe(150_000);
    expect(evaluateTemplate("{{ input.objects }}", { input })).toBe(input.objects);
  });
});

test("a value that grew between two evaluations is read anew", () => {
  const steps: Record<string, Record<string, number>> = { a: { output: 1 } };
  expect(evaluateExpression("size(steps)", { steps })).toBe(1);
  steps["b"] = { output: 2 };
  expect(evaluateExpression("steps.b.output", { steps })).toBe(2);
  steps["b"]["error"] = 3;
  expect(evaluateExpression("steps.b.error", { steps })).toBe(3);
});
