import type { InputError, Json, JsonSchema } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { compileSchema, type Validation } from "./compile-schema.ts";

function check(schema: JsonSchema, value: Json): Validation {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.validate(value);
}

function errorsOf(schema: JsonSchema, value: Json): readonly InputError[] {
  const result = check(schema, value);
  return result.ok ? [] : result.errors;
}

function refusalsOf(schema: JsonSchema): readonly InputError[] {
  const compiled = compileSchema(schema);
  return compiled.ok ? [] : compiled.errors;
}

function parse(text: string): Json {
  return JSON.parse(text) as Json;
}

describe("a compiled schema", () => {
  test("fills defaults into a copy and leaves what was submitted alone", () => {
    const submitted = { a: { b: [1] } };
    const schema = {
      properties: { a: { properties: { c: { default: 3 } } }, pages: { default: [1, 2] } },
    };
    const value = { a: { b: [1], c: 3 }, pages: [1, 2] };
    expect(check(schema, submitted)).toEqual({ ok: true, value });
    expect(submitted).toEqual({ a: { b: [1] } });
  });

  test("gives every validation a default of its own", () => {
    const schema = { properties: { list: { default: [] } } };
    const first = check(schema, {});
    if (first.ok) (first.value as { list: number[] }).list.push(1);
    expect(check(schema, {})).toEqual({ ok: true, value: { list: [] } });
  });

  test("lists every error with its place and without the submitted values", () => {
    const schema = {
      type: "object",
      required: ["since"],
      additionalProperties: false,
      properties: {
        since: { type: "string" },
        pages: { type: "array", items: { type: "integer", minimum: 1 } },
        channel: { enum: ["email", "web"] },
        when: { type: "string", format: "date-time" },
      },
    };
    const submitted = { pages: [0, "secret"], channel: "secret", when: "secret", extra: 1 };
    expect(errorsOf(schema, submitted)).toEqual([
      { path: "/since", message: "is missing" },
      { path: "/extra", message: "is not allowed here" },
      { path: "/pages/0", message: "must be >= 1" },
      { path: "/pages/1", message: "must be integer" },
      { path: "/channel", message: 'must be one of "email", "web"' },
      { path: "/when", message: 'must match format "date-time"' },
    ]);
    expect(JSON.stringify(errorsOf(schema, submitted))).not.toContain("secret");
  });

  test("gives equal errors at different places each their own place", () => {
    const schema = { items: { enum: [1], const: 1 } };
    expect(errorsOf(schema, [1, 2, 3]).map(({ path }) => path)).toEqual(["/1", "/1", "/2", "/2"]);
  });

  test.each<[JsonSchema, Json, readonly string[]]>([
    [true, { any: 1 }, []],
    [false, 1, [" is not allowed here"]],
    [{ const: { a: [1] } }, { a: [1] }, []],
    [{ const: { a: 1 } }, parse('{"valueOf": 1}'), [' must be {"a":1}']],
    [{ enum: [{ a: 1, b: 2 }] }, { b: 2, a: 1 }, []],
    [{ uniqueItems: true }, [{ a: 1 }, { a: 1 }], [" must not hold the same item twice"]],
    [{ uniqueItems: false }, [1, 1], []],
    [{ required: ["constructor", "toString"] }, {}, ["/constructor is missing", "/toString is missing"]],
    [{ additionalProperties: false }, parse('{"__proto__": {"a": 1}}'), ["/__proto__ is not allowed here"]],
    [{ properties: { a: { pattern: "^a$" }, b: { pattern: "^b$" } } }, { a: "a", b: "b" }, []],
    [{ patternProperties: { "^x": false } }, { xy: 1, y: 1 }, ["/xy is not allowed here"]],
    [{ propertyNames: { pattern: "^a" } }, { b: 1 }, ['/b has a name that must match pattern "^a"']],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }, ["/b is missing"]],
    [
      parse('{"if": {"required": ["a"]}, "then": {"required": ["b"]}}') as JsonSchema,
      { a: 1 },
      ["/b is missing"],
    ],
    [{ properties: { a: true }, unevaluatedProperties: false }, { b: 1 }, ["/b is not allowed here"]],
    [{ multipleOf: 0.01 }, 0.07, []],
    [{ $defs: { "a b/c": { type: "string" } }, $ref: "#/$defs/a%20b~1c" }, 1, [" must be string"]],
    [{ $defs: { x: { $anchor: "x", type: "string" } }, $ref: "#x" }, 1, [" must be string"]],
    [{ $id: "https://example.com/a", $ref: "#/$defs/x", $defs: { x: { type: "null" } } }, null, []],
    [
      { properties: { child: { $ref: "#" } }, additionalProperties: false },
      { child: { child: { x: 1 } } },
      ["/child/child/x is not allowed here"],
    ],
  ])("%j judges %j", (schema, value, expected) => {
    expect(errorsOf(schema, value).map(({ path, message }) => `${path} ${message}`)).toEqual(expected);
  });

  test("keeps a member called __proto__ in the copy", () => {
    const result = check({}, parse('{"__proto__": {"a": 1}, "b": 2}'));
    expect(JSON.stringify(result)).toBe('{"ok":true,"value":{"__proto__":{"a":1},"b":2}}');
  });

  test("keeps schemas with the same $id and anchors apart", () => {
    const schemaOf = (type: string): JsonSchema => ({
      $id: "same",
      $defs: { a: { $anchor: "a", type } },
      $ref: "#a",
    });
    expect(errorsOf(schemaOf("string"), "text")).toEqual([]);
    expect(errorsOf(schemaOf("number"), "text")).toHaveLength(1);
  });

  test("is the same object for the same schema in another order", () => {
    expect(compileSchema({ minimum: 1, maximum: 2 })).toBe(compileSchema({ maximum: 2, minimum: 1 }));
  });
});

describe("a schema is refused", () => {
  test.each<[Json, readonly string[]]>([
    [{ maxLenght: 1, items: { foo: 1 } }, ["/maxLenght", "/items/foo"]],
    [
      { properties: { foo: true, maxLenght: true }, "x-note": 1, default: { foo: 1 }, enum: [{ foo: 1 }] },
      [],
    ],
    [{ minimum: "x", required: "a" }, ["/minimum", "/required"]],
    [{ format: "emial" }, ["/format"]],
    [{ $ref: "https://example.com/schema" }, ["/$ref"]],
    [{ $ref: "other.json#/a" }, ["/$ref"]],
    [{ $ref: "#/$defs/none" }, ["/$ref"]],
    [{ $ref: "#none" }, ["/$ref"]],
    [{ default: { type: "string" }, items: { $ref: "#/default" } }, ["/items/$ref"]],
    [{ $schema: "http://json-schema.org/draft-07/schema#" }, ["/$schema"]],
    [{ properties: { a: { $id: "inner" } } }, ["/properties/a/$id"]],
    [{ pattern: "(?=a)" }, ["/pattern"]],
    [{ patternProperties: { "(a)\\1": {} } }, ["/patternProperties/(a)\\1"]],
    [{ pattern: "a".repeat(1_025) }, ["/pattern"]],
    [{ pattern: "[a-z]{900}".repeat(9) }, ["/pattern"]],
    [{ $ref: "#" }, [""]],
    [{ $defs: { a: { $ref: "#/$defs/b" }, b: { not: { $ref: "#/$defs/a" } } }, $ref: "#/$defs/a" }, [""]],
    [parse('{"properties": {"__proto__": {"type": "string"}}}'), ["/properties/__proto__"]],
    [{ properties: { constructor: { default: 1 } } }, ["/properties/constructor"]],
    [null, [""]],
    [[], [""]],
  ])("%j at %j", (schema, places) => {
    expect(refusalsOf(schema as JsonSchema).map(({ path }) => path)).toEqual(places);
  });

  test("with the pattern, the reason and a suggestion in the sentence", () => {
    expect(refusalsOf({ maxLenght: 1, pattern: "(?!a)" }).map(({ message }) => message)).toEqual([
      "is not a keyword of JSON Schema 2020-12; did you mean 'maxLength'?",
      expect.stringContaining("the pattern '(?!a)' is not in RE2 syntax, which has no look-around"),
    ]);
  });
});
