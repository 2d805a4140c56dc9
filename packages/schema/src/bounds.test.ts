import type { Json, JsonSchema } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { compileSchema, type Validation } from "./compile-schema.ts";

function check(schema: JsonSchema, value: Json): Validation {
  const compiled = compileSchema(schema);
  return compiled.ok ? compiled.validate(value) : compiled;
}

function firstMessage(result: Validation): string {
  return result.ok ? "" : (result.errors[0]?.message ?? "");
}

function record<Value>(count: number, valueOf: (index: number) => Value): { [name: string]: Value } {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, valueOf(index)]));
}

function nest(depth: number, innermost: Json, wrap: (inner: Json) => Json): Json {
  let value = innermost;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

const twice = (index: number): Json[] => Array.from({ length: 2 }, () => ({ $ref: `#/$defs/p${index + 1}` }));
const words = Array.from({ length: 10_000 }, (_, index) => `word ${index}`);

describe("within bounded time", () => {
  test.each<[string, JsonSchema, Json, string]>([
    ["a catastrophic pattern", { pattern: "^(a+)+$" }, `${"a".repeat(100_000)}!`, "must match pattern"],
    [
      "a catastrophic property pattern",
      { patternProperties: { "^(a+)+$": false }, additionalProperties: false },
      { [`${"a".repeat(100_000)}!`]: 1 },
      "is not allowed here",
    ],
    ["an enum of 10 000 members", { items: { enum: words } }, [...words, "other"], "must be one of"],
    [
      "100 000 unique objects",
      { uniqueItems: true, maxItems: 1 },
      Array.from({ length: 100_000 }, (_, i) => ({ i })),
      "must NOT have more",
    ],
    [
      "references that double with each level of the value",
      { allOf: [{ properties: { a: { $ref: "#" } } }, { properties: { a: { $ref: "#" } } }] },
      nest(60, {}, (a) => ({ a })),
      "multiply without bound",
    ],
    [
      "a deep value",
      { properties: { a: { $ref: "#" } } },
      nest(100_000, {}, (a) => ({ a })),
      "nested deeper than 200",
    ],
    ["a deep schema", nest(10_000, {}, (not) => ({ not })) as JsonSchema, 1, "nested deeper than 64"],
    [
      "a schema that shares its parts",
      nest(30, {}, (a) => ({ anyOf: [a, a] })) as JsonSchema,
      1,
      "50000 values",
    ],
    ["a schema of many schemas", { properties: record(2_000, () => ({})) }, {}, "more than 2000 schemas"],
    [
      "many patterns",
      { properties: record(1_000, (i) => ({ pattern: `[a-z]{900}${i}` })) },
      {},
      "too large together",
    ],
    [
      "half a million errors",
      { items: { type: "string" } },
      Array.from({ length: 500_000 }, () => 1),
      "must be string",
    ],
    ["a long e-mail address", { format: "email" }, `a@${"a.".repeat(100_000)}`, "must match format"],
  ])("ends %s", (_, schema, value, message) => {
    const start = performance.now();
    expect(firstMessage(check(schema, value))).toContain(message);
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test("doubling references are refused when the schema is compiled", () => {
    const defs = { ...record(30, (index) => ({ allOf: twice(index) })), p30: { type: "string" } };
    expect(compileSchema({ $defs: defs, $ref: "#/$defs/p0" })).toMatchObject({ ok: false });
  });

  test("the largest allowed schema is compiled", () => {
    const part = { type: "object", required: ["a"], properties: { a: { type: "string", minLength: 1 } } };
    expect(check({ properties: record(950, () => part) }, { p1: {} })).toEqual({
      ok: false,
      errors: [{ path: "/p1/a", message: "is missing" }],
    });
  });

  test("at most 100 errors are listed", () => {
    const result = check(
      { items: { type: "string" } },
      Array.from({ length: 1_000 }, () => 1),
    );
    expect(result.ok ? 0 : result.errors.length).toBe(100);
  });
});
