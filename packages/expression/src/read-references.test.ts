import { describe, expect, test } from "vitest";

import { readReferences, type Reference } from "./read-references.ts";

/** `steps.review.?output!guarded` and the like, short enough to compare. */
function describeReference({ root, path, isComputed, isGuarded, isDirect }: Reference): string {
  const members = path.map(({ key, isOptional }) => `${isOptional ? ".?" : "."}${key}`).join("");
  const marks = [isComputed && "computed", isGuarded && "guarded", isDirect && "direct"];
  return [`${root}${members}`, ...marks.filter((mark) => mark !== false)].join(" ");
}

function references(source: string): readonly string[] {
  return readReferences(source).map((reference) => describeReference(reference));
}

describe("the references of an expression", () => {
  test.each<[string, readonly string[]]>([
    ["input", ["input direct"]],
    ["secrets.TOKEN", ["secrets.TOKEN direct"]],
    ["'Bearer ' + secrets.TOKEN", ["secrets.TOKEN"]],
    ["urlEncode(secrets.TOKEN)", ["secrets.TOKEN"]],
    ["(secrets.TOKEN)", ["secrets.TOKEN direct"]],
    ["secrets[input.name]", ["secrets computed direct", "input.name"]],
    ["secrets['TOKEN']", ["secrets.TOKEN direct"]],
    ["input.a[0].b", ["input.a.0.b direct"]],
    ["input.a[input.i].b", ["input.a computed direct", "input.i"]],
    [
      "steps.review.?output.category.orValue(steps.classify.output.category)",
      ["steps.review.?output.?category guarded", "steps.classify.output.category"],
    ],
    ["has(steps.a.output)", ["steps.a.output guarded"]],
    ["input[?'a'].hasValue()", ["input.?a guarded"]],
    ["steps.a.?output.or(steps.b.?output).orValue(1)", ["steps.a.?output guarded", "steps.b.?output"]],
    ["input.a.orValue(1)", ["input.a"]],
    ["{'output': steps.fetch.output}", ["steps.fetch.output"]],
    ["[input.a, input.b]", ["input.a", "input.b"]],
    ["input.a ? input.b : input.c", ["input.a", "input.b", "input.c"]],
    ["input.list.map(x, x.a + input.b)", ["input.list", "input.b"]],
    ["input.map(input, input.a)", ["input"]],
    ["input.list.filter(x, x.tags.exists(y, y == x.id))", ["input.list"]],
    ["input.list.exists_one(x, y == 1)", ["input.list", "y"]],
    ["input.list.map(x, x > 1, x * vars.N)", ["input.list", "vars.N"]],
    ["cel.bind(a, a.x, a + input.b)", ["a.x", "input.b"]],
    ["type(input) == int", ["input"]],
    ["optional.of(input.a).orValue(1)", ["input.a"]],
    ["'text'.size() + size(input.a)", ["input.a"]],
  ])("%s are %j", (source, expected) => {
    expect(references(source)).toEqual(expected);
  });

  test("carry the offsets of the name and of each key", () => {
    const [reference] = readReferences("  steps.fetch['output'].?a");
    expect(reference).toMatchObject({
      offset: 2,
      end: 26,
      path: [
        { key: "fetch", offset: 8 },
        { key: "output", offset: 14 },
        { key: "a", offset: 25 },
      ],
    });
  });
});
