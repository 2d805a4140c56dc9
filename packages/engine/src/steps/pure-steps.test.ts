import type { Json, Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { pipelineOf, stepOf } from "../testing/pipelines.ts";
import { createWorld } from "../testing/run-world.ts";

async function outcomeOf(type: Step["type"], parameters: Step["with"], input: Json = {}) {
  const world = await createWorld(
    pipelineOf([stepOf("only", { type, with: parameters })], {
      output: { value: "{{ steps.only.output }}", schema: true },
    }),
    { input },
  );
  const { state, output, error } = await world.execute();
  return state === "completed" ? { output } : { error: error?.type, message: error?.message };
}

const people = [
  { name: "Ada", age: 36 },
  { name: "Bo", age: 9 },
];

const personSchema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };

const cases: readonly (readonly [string, Step["type"], Step["with"], Json])[] = [
  ["set gives its values", "set", { values: { a: 1, b: "{{ input.x }}" } }, { a: 1, b: [1, 2] }],
  ["echo keeps the type of a value", "echo", { value: "{{ input.x }}" }, [1, 2]],
  ["echo joins text", "echo", { value: "{{ size(input.x) }} things" }, "2 things"],
  ["transform sets", "transform", { set: { first: "{{ input.x[0] }}" } }, { first: 1 }],
  ["transform by JSONata", "transform", { jsonata: "$sum(age)", data: people }, 45],
  ["transform by JSONata that finds nothing", "transform", { jsonata: "nothing", data: people }, null],
  [
    "transform takes JSONata literally",
    "transform",
    { jsonata: '"{{ no template }}"', data: null },
    "{{ no template }}",
  ],
  ["transform by JMESPath", "transform", { jmespath: "[?age > `18`].name", data: people }, ["Ada"]],
  ["transform by JMESPath that finds nothing", "transform", { jmespath: "nothing", data: {} }, null],
  [
    "filter keeps what fits",
    "filter",
    { items: people, where: "{{ item.age > 18 && index == 0 }}" },
    [people[0] ?? null],
  ],
  ["switch chooses", "switch", { value: "{{ 'a' }}", cases: { a: { n: 1 } }, default: 0 }, { n: 1 }],
  ["switch compares as text", "switch", { value: 3, cases: { "3": "three" } }, "three"],
  ["switch falls back", "switch", { value: "z", cases: { a: 1 }, default: "{{ input.x[1] }}" }, 2],
  ["switch knows no inherited names", "switch", { value: "constructor", cases: {}, default: "safe" }, "safe"],
  ["assert gives nothing", "assert", { that: "{{ size(input.x) == 2 }}", message: "no" }, null],
  ["return gives null by default", "return", {}, null],
  [
    "validate gives a value that fits",
    "validate",
    { value: { name: "Ada" }, schema: personSchema },
    { name: "Ada" },
  ],
  [
    "validate drops",
    "validate",
    { items: [{ name: "Ada" }, {}], schema: personSchema, onInvalid: "drop" },
    [{ name: "Ada" }],
  ],
  [
    "validate partitions",
    "validate",
    { items: [{ name: "Ada" }, { name: 1 }], schema: personSchema, onInvalid: "partition" },
    {
      valid: [{ name: "Ada" }],
      invalid: [{ index: 1, value: { name: 1 }, errors: [{ path: "/name", message: "must be string" }] }],
    },
  ],
];

describe("a step without effects", () => {
  test.each(cases)("%s", async (_, type, parameters, expected) => {
    expect(await outcomeOf(type, parameters, { x: [1, 2] })).toEqual({ output: expected });
  });

  test.each([
    ["assert", { that: false, message: "stock is empty" }, "validation", /stock is empty/],
    ["assert", { that: "{{ 1 }}", message: "no" }, "validation", /that/],
    ["switch", { value: "z", cases: { a: 1 } }, "validation", /No case fits/],
    ["validate", { value: {}, schema: personSchema }, "validation", /\/name is missing/],
    ["validate", { items: [{ name: "A" }, {}], schema: personSchema }, "validation", /Item 1/],
    ["filter", { items: [1], where: "{{ item }}" }, "expression", /true or false/],
    ["filter", { items: "{{ 'text' }}", where: "{{ true }}" }, "validation", /items/],
    ["transform", { jsonata: "$error('boom')", data: null }, "expression", /boom/],
    ["transform", { jsonata: "(((", data: null }, "expression", /JSONata/],
    ["transform", { jmespath: "[", data: null }, "expression", /JMESPath/],
    ["echo", { value: "{{ input.nothing }}" }, "expression", /nothing/],
  ] as const)("%s %j fails as %s", async (type, parameters, error, message) => {
    expect(await outcomeOf(type, parameters)).toEqual({ error, message: expect.stringMatching(message) });
  });
});

describe("hostile expressions", () => {
  test.each([
    ["an endless JSONata recursion", { jsonata: "($f := function($x) { $f($x) + 1 }; $f(1))", data: null }],
    ["an endless JSONata tail recursion", { jsonata: "($f := function($x) { $f($x) }; $f(1))", data: null }],
    ["a JSONata range that explodes", { jsonata: "[1..9999999]", data: null }],
    ["a JMESPath that doubles its input forever", { jmespath: `[@,@][]${"|[@,@][]".repeat(60)}`, data: [1] }],
    [
      "a JMESPath that doubles it inside objects",
      { jmespath: `{a:@,b:@}${"|{a:@,b:@}".repeat(60)}`, data: [1] },
    ],
    ["a JMESPath of monstrous length", { jmespath: "a".repeat(5_000), data: null }],
    [
      "a JSONata regular expression that backtracks",
      { jsonata: "$match(data, /^(a+)+$/)", data: { data: `${"a".repeat(40)}!` } },
    ],
  ])("%s ends in bounded time", async (_, parameters) => {
    const startedAt = performance.now();
    await outcomeOf("transform", parameters);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe("an output", () => {
  test("that does not fit its outputSchema fails the step", async () => {
    const step = stepOf("only", { type: "echo", with: { value: 1 }, outputSchema: { type: "string" } });
    const world = await createWorld(pipelineOf([step]));
    expect(await world.execute()).toMatchObject({
      state: "failed",
      error: { type: "validation", step: "only" },
    });
  });

  test("that is too large fails the step instead of the journal", async () => {
    const step = stepOf("only", { type: "echo", with: { value: "x".repeat(9_000_000) } });
    const world = await createWorld(pipelineOf([step]));
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "execution" } });
  });
});
