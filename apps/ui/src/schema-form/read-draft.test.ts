import type { Json, JsonObject } from "@lockstep/model";
import { compileSchema } from "@lockstep/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import { fieldOfSchema } from "./field-of-schema.ts";
import type { FormField } from "./form-field.ts";
import { asFields, asJson, fillForm, readForm, startForm } from "./form-state.ts";
import { readDraft } from "./read-draft.ts";
import { sample } from "./schema-form.fixture.ts";

/** The server's own judgement. */
function judge(schema: JsonObject, value: Json | undefined) {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.validate(value ?? null);
}

/** Anything that people can do to a form: fill in what fits, what does not, and nothing. */
function typed(field: FormField, isRequired: boolean): fc.Arbitrary<Draft> {
  const anything = anyDraftOf(field);
  return isRequired ? anything : fc.option(anything, { nil: undefined, freq: 3 });
}

function anyDraftOf(field: FormField): fc.Arbitrary<Draft> {
  switch (field.kind) {
    case "text":
      return fc.oneof(
        fc.string(),
        fc.constantFrom("2026-02-30", "2026-02-03", "2026-02-03T14:03:00Z", "2026-02-03T25:00:00Z", "\u0000"),
      );
    case "number":
      return fc.oneof(
        fc.double().map(String),
        fc.integer().map(String),
        fc.constantFrom("1e3", "0x10", " 7 ", "Infinity", "--1", "1e999"),
      );
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.oneof(fc.nat(field.choices.length).map(String), fc.constant("x"));
    case "json":
      return fc.oneof(fc.json(), fc.constantFrom("{", "nul"));
    case "list":
      return fc.array(typed(field.item, true), { maxLength: 4 });
    case "object":
      return fc
        .tuple(...field.fields.map((one) => typed(one.field, one.isRequired)))
        .map((drafts) => Object.fromEntries(field.fields.map(({ name }, index) => [name, drafts[index]])));
  }
}

describe("a form made from a schema", () => {
  test("shows every value that fits, and gives it back as it was", () => {
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const field = fieldOfSchema(schema);
        const { value: given, errors } = readDraft(field, draftOf(field, value), true);
        expect(errors).toEqual([]);
        expect(judge(schema, given)).toEqual(judge(schema, value));
        expect(judge(schema, given).ok).toBe(true);
      }),
      { numRuns: 120 },
    );
  });

  test("whatever is typed: what it lets pass fits the schema", () => {
    fc.assert(
      fc.property(
        sample.chain(({ schema }) => {
          const field = fieldOfSchema(schema);
          return typed(field, true).map((draft) => ({ schema, field, draft }));
        }),
        ({ schema, field, draft }) => {
          const { value, errors } = readDraft(field, draft, true);
          if (errors.length === 0) expect(judge(schema, value).ok).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("JSON and fields say the same, there and back", () => {
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const field = fieldOfSchema(schema);
        const filled = fillForm(field, startForm(field), value);
        expect(filled.mode).toBe(field.kind === "json" ? "json" : "fields");
        const there = asJson(field, filled);
        const back = asFields(field, there);
        expect(readForm(field, back).value).toEqual(readForm(field, there).value);
      }),
      { numRuns: 60 },
    );
  });

  test("takes no yes or no for given before somebody chooses", () => {
    const field = fieldOfSchema({ required: ["pay"], properties: { pay: { type: "boolean" } } });
    expect(readDraft(field, emptyDraft(field, true), true).errors).toEqual([
      { path: "/pay", message: "Fill this in." },
    ]);
  });

  test("begins with presets, and is right at once where nothing else is needed", () => {
    const schema = {
      type: "object",
      required: ["name", "loud"],
      properties: {
        name: { type: "string", default: "world" },
        loud: { type: "boolean", default: false },
        times: { type: "integer" },
        more: { type: "object", properties: { deep: { type: "number", default: 2 } } },
      },
    };
    const field = fieldOfSchema(schema);
    expect(readDraft(field, emptyDraft(field, true), true)).toEqual({
      value: { name: "world", loud: false },
      errors: [],
    });
  });

  test("names what is wrong by where it is", () => {
    const field = fieldOfSchema({
      type: "object",
      required: ["a/b"],
      properties: {
        "a/b": { type: "string" },
        lines: {
          type: "array",
          items: { type: "object", properties: { n: { type: "integer", minimum: 1 } } },
        },
      },
    });
    const { errors } = readDraft(field, { lines: [{ n: "0" }, { n: "x" }] }, true);
    expect(errors).toEqual([
      { path: "/a~1b", message: "Fill this in. An empty text is written as JSON." },
      { path: "/lines/0/n", message: "At least 1." },
      { path: "/lines/1/n", message: "A whole number." },
    ]);
  });

  test.each([
    { oneOf: [{ type: "string" }] },
    { type: "string", not: { const: "x" } },
    { type: ["string", "null"] },
    { $ref: "#/$defs/x" },
    { type: "object" },
    { type: "object", properties: { a: {} }, dependentRequired: { a: ["b"] } },
    { type: "constructor" },
    true,
    null,
  ])("%j is asked for as JSON", (schema) => {
    expect(fieldOfSchema(schema).kind).toBe("json");
  });

  test("JSON that fields would lose something of stays JSON", () => {
    const field = fieldOfSchema({ type: "object", properties: { a: { type: "string" } } });
    const state = { ...startForm(field), mode: "json" as const, text: '{"a":"x","b":1}' };
    expect(asFields(field, state)).toMatchObject({
      mode: "json",
      note: expect.stringContaining("stays JSON"),
    });
    expect(readForm(field, asFields(field, state)).value).toEqual({ a: "x", b: 1 });
  });
});
