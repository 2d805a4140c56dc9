import type { JsonSchema } from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isAnnotation } from "./is-annotation.ts";
import { judgeContract } from "./judge-contract.ts";

type Expected = "compatible" | "breaking" | "unknown";
type Case = readonly [what: string, from: JsonSchema, to: JsonSchema, input: Expected, output: Expected];

const text = { type: "string" };
const open = (properties: { [name: string]: JsonSchema }, required: string[] = []): JsonSchema => ({
  type: "object",
  properties,
  required,
});
const closed = (properties: { [name: string]: JsonSchema }): JsonSchema => ({
  type: "object",
  properties,
  additionalProperties: false,
});

const cases: readonly Case[] = [
  ["nothing changes", open({ a: text }), open({ a: text }), "compatible", "compatible"],
  ["a property becomes required", open({ a: text }), open({ a: text }, ["a"]), "breaking", "compatible"],
  [
    "a required property gets a default",
    open({}),
    open({ a: { default: 1 } }, ["a"]),
    "compatible",
    "compatible",
  ],
  ["a property is no longer required", open({ a: text }, ["a"]), open({ a: text }), "compatible", "breaking"],
  ["an open object declares a property", open({}), open({ a: text }), "unknown", "compatible"],
  ["an open object says less of a property", open({ a: text }), open({}), "compatible", "unknown"],
  ["a closed object declares a property", closed({}), closed({ a: text }), "compatible", "compatible"],
  ["a closed object loses a property", closed({ a: text }), closed({}), "breaking", "compatible"],
  ["an object is closed", open({ a: text }), closed({ a: text }), "breaking", "compatible"],
  ["a type is added", text, { type: ["string", "null"] }, "compatible", "breaking"],
  ["integers become numbers", { type: "integer" }, { type: "number" }, "compatible", "breaking"],
  ["the type changes", open({ a: text }), open({ a: { type: "number" } }), "breaking", "breaking"],
  ["an enum grows", { enum: ["a"] }, { enum: ["a", "b"] }, "compatible", "breaking"],
  ["a constant becomes an enum", { const: "a" }, { enum: ["a", "b"] }, "compatible", "breaking"],
  ["a length is limited", text, { type: "string", maxLength: 5 }, "breaking", "compatible"],
  [
    "a minimum rises",
    { type: "number", minimum: 1 },
    { type: "number", minimum: 2 },
    "breaking",
    "compatible",
  ],
  ["a minimum is left out", { minimum: 1 }, { exclusiveMinimum: 1 }, "breaking", "compatible"],
  ["a bound of another type", text, { type: "string", minimum: 2 }, "compatible", "compatible"],
  ["items are limited", { type: "array" }, { type: "array", items: text }, "breaking", "compatible"],
  ["items must differ", { type: "array" }, { type: "array", uniqueItems: true }, "breaking", "compatible"],
  ["a format is demanded", text, { type: "string", format: "email" }, "breaking", "compatible"],
  ["a pattern changes", { pattern: "a" }, { pattern: "b" }, "unknown", "unknown"],
  ["alternatives change", { anyOf: [text] }, { anyOf: [text, { type: "null" }] }, "unknown", "unknown"],
  ["alternatives are demanded", {}, { anyOf: [text] }, "unknown", "compatible"],
  ["a reference becomes a type", { $ref: "#/$defs/a", $defs: {} }, text, "unknown", "unknown"],
  ["everything becomes allowed", text, true, "compatible", "breaking"],
  ["nothing is allowed any more", text, false, "breaking", "compatible"],
];

function verdictOf(side: "input" | "output", from: JsonSchema, to: JsonSchema): Expected {
  const verdicts = judgeContract(side, from, to).map(({ verdict }) => verdict);
  if (verdicts.includes("breaking")) return "breaking";
  return verdicts.length > 0 ? "unknown" : "compatible";
}

describe("a schema that changes", () => {
  test.each(cases)("%s", (_what, from, to, ...expected) => {
    expect([verdictOf("input", from, to), verdictOf("output", from, to)]).toEqual(expected);
  });
});

test("says which keyword of which property breaks whom", () => {
  const [input] = judgeContract("input", open({ a: { maxLength: 9 } }), open({ a: { maxLength: 5 } }));
  expect(input?.sentence).toBe("input.schema.properties.a.maxLength accepts less than before: from 9 to 5");
  const [output] = judgeContract("output", open({ a: text }, ["a"]), open({ a: text }));
  expect(output?.sentence).toBe('output.schema.required promises less than before: from ["a"] to []');
});

test("a schema is compatible with itself, and none is too strange to be read", () => {
  const keyword = fc.constantFrom(
    "type",
    "enum",
    "required",
    "properties",
    "items",
    "anyOf",
    "constructor",
    "minimum",
  );
  const schema = fc.dictionary(keyword, fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonSchema>;
  fc.assert(
    fc.property(schema, schema, (same, other) => {
      expect(judgeContract("input", same, structuredClone(same))).toEqual([]);
      expect(() => judgeContract("output", same, other)).not.toThrow();
    }),
    { examples: [[{ required: [{ toString: "" }] }, {}]] },
  );
});

test.each([
  [["title"], true],
  [["properties", "a", "description"], true],
  [["items", "anyOf", "0", "examples", "1"], true],
  [["properties", "title"], false],
  [["properties", "title", "title"], true],
  [["default", "title"], false],
  [["const", "description"], false],
  [[], false],
])("%j is an annotation: %s", (path, expected) => {
  expect(isAnnotation(path)).toBe(expected);
});
