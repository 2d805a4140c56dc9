import { expect } from "vitest";

import { fails, gives, type Theme } from "../../harness/behaviours/behaviour.ts";

const number = { type: "number" };
const transform = (parameters: object) => ({ type: "transform", with: parameters });
const filter = (items: unknown, where: unknown) => ({ type: "filter", with: { items, where } });
const choose = (parameters: object) => ({ type: "switch", with: parameters });
const validate = (parameters: object) => ({ type: "validate", with: parameters });
const assert = (that: unknown) => ({ type: "assert", with: { that, message: "It does not hold." } });
const code = (source: string, more: object = {}) => ({
  type: "code",
  with: { source, cpuTime: "30s", ...more },
});

/** Steps that only compute. */
export const computingSteps: Theme = {
  slug: "computing",
  title: "a step that only computes",
  behaviours: [
    gives(
      "echo gives its value as it is",
      { type: "echo", with: { value: { a: [1, null] } } },
      { a: [1, null] },
    ),
    gives("echo keeps the type of a lone template", { type: "echo", with: { value: "{{ 1 < 2 }}" } }, true),
    gives(
      "echo joins text around a template",
      { type: "echo", with: { value: "{{ vars.LIMIT }} nuts" } },
      "3 nuts",
    ),
    gives(
      "set gives names to values",
      { type: "set", with: { values: { a: 1, env: "{{ env.name }}" } } },
      { a: 1, env: "staging" },
    ),
    gives("transform makes a value of templates", transform({ set: { sum: "{{ 1 + 2 }}" } }), { sum: 3 }),
    gives("transform evaluates JSONata", transform({ jsonata: "$sum(a)", data: { a: [1, 2] } }), 3),
    gives("transform gives null where JSONata finds nothing", transform({ jsonata: "b", data: {} }), null),
    fails("transform fails on bad JSONata", transform({ jsonata: "$error('no')", data: {} }), {
      type: "expression",
      contains: "JSONata",
    }),
    fails(
      "transform stops JSONata that goes on for ever",
      transform({ jsonata: "($f := function() {$f()}; $f())", data: {} }),
      {
        type: "expression",
      },
    ),
    gives("transform evaluates JMESPath", transform({ jmespath: "a[0].b", data: { a: [{ b: 7 }] } }), 7),
    gives("transform gives null where JMESPath finds nothing", transform({ jmespath: "x", data: {} }), null),
    fails("transform fails on bad JMESPath", transform({ jmespath: "a[", data: {} }), {
      type: "expression",
      contains: "JMESPath",
    }),
    gives("filter keeps what holds, in order", filter([3, 1, 2], "{{ item > 1 }}"), [3, 2]),
    gives("filter knows the index", filter(["a", "b"], "{{ index == 1 }}"), ["b"]),
    gives("filter of nothing gives nothing", filter([], "{{ item }}"), []),
    fails("filter fails when where gives no boolean", filter([1], "{{ item }}"), { type: "expression" }),
    gives("switch chooses by name", choose({ value: "b", cases: { a: 1, b: 2 } }), 2),
    gives("switch compares as text", choose({ value: 3, cases: { "3": "three" } }), "three"),
    gives("switch falls back to its default", choose({ value: "z", cases: { a: 1 }, default: 0 }), 0),
    fails("switch without a fitting case fails", choose({ value: "z", cases: { a: 1 } }), {
      type: "validation",
      contains: "No case",
    }),
    gives("validate gives a value that fits", validate({ value: 1, schema: number }), 1),
    gives(
      "validate fills in defaults",
      validate({ value: {}, schema: { type: "object", properties: { a: { default: 1 } } } }),
      { a: 1 },
    ),
    fails("validate fails on a value that does not fit", validate({ value: "x", schema: number }), {
      type: "validation",
      contains: "does not fit",
    }),
    fails("validate names the item that does not fit", validate({ items: [1, "x"], schema: number }), {
      type: "validation",
      contains: "Item 1",
    }),
    gives(
      "validate drops what does not fit",
      validate({ items: [1, "x"], schema: number, onInvalid: "drop" }),
      [1],
    ),
    gives(
      "validate puts valid and invalid side by side",
      validate({ items: [1, "x"], schema: number, onInvalid: "partition" }),
      { valid: [1], invalid: [{ index: 1, value: "x", errors: [expect.anything()] }] },
    ),
    gives("assert lets pass what holds", assert("{{ 1 < 2 }}"), null),
    fails("assert fails with its message", assert("{{ 2 < 1 }}"), {
      type: "validation",
      contains: "It does not hold.",
    }),
    gives("code gives what it returns", code("return input.n * 2", { input: { n: 21 } }), 42),
    gives("code may await", code("return await Promise.resolve(1)"), 1),
    gives("code leaves out what is undefined", code("return { a: 1, b: undefined }"), { a: 1 }),
    gives(
      "code reaches no network, files or timers",
      code("return [typeof fetch, typeof require, typeof setTimeout]"),
      ["undefined", "undefined", "undefined"],
    ),
    fails("code that throws fails with what it threw", code("throw new Error('no nuts')"), {
      type: "execution",
      contains: "no nuts",
    }),
    fails("code has no random numbers", code("return Math.random()"), { type: "execution" }),
    fails("code that does not parse is invalid", code("return ]"), { type: "validation" }),
    fails("code that gives no JSON is invalid", code("return () => 1"), { type: "validation" }),
    fails("code that computes too long runs into its time", code("for (;;);", { cpuTime: "200ms" }), {
      type: "timeout",
    }),
    fails(
      "code that wants too much memory fails",
      code("const a = []; for (;;) a.push(new Uint8Array(1e6))", { memoryMb: 8 }),
      {
        type: "execution",
      },
    ),
    fails("code whose promise nothing settles fails", code("await new Promise(() => {})"), {
      type: "execution",
    }),
    fails("an output beyond the limit fails", code("return 'x'.repeat(9_000_000)"), {
      type: "execution",
    }),
  ],
};
