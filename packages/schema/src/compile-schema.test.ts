import type { Json, JsonSchema } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { compileSchema, type Validation } from "./compile-schema.ts";

function check(schema: JsonSchema, value: Json): Validation {
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.validate(value);
}

function errorsOf(schema: JsonSchema): readonly { path: string; message: string }[] {
  const compiled = compileSchema(schema);
  return compiled.ok ? [] : compiled.errors;
}

describe("a compiled schema", () => {
  test("fills defaults into a copy and leaves what was submitted alone", () => {
    const submitted = { a: { b: [1] } };
    const schema = {
      properties: { a: { properties: { c: { default: 3 } } }, pages: { default: [1, 2] } },
    };
    expect(check(schema, submitted)).toEqual({
      ok: true,
      value: { a: { b: [1], c: 3 }, pages: [1, 2] },
    });
    expect(submitted).toEqual({ a: { b: [1] } });
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
    const result = check(schema, { pages: [0, "secret"], channel: "secret", when: "secret", extra: 1 });
    expect(result).toEqual({
      ok: false,
      errors: [
        { path: "/since", message: "is missing" },
        { path: "/extra", message: "is not allowed here" },
        { path: "/pages/0", message: "must be >= 1" },
        { path: "/pages/1", message: "must be integer" },
        { path: "/channel", message: 'must be one of "email", "web"' },
        { path: "/when", message: 'must match format "date-time"' },
      ],
    });
    expect(JSON.stringify(result)).not.toContain("secret");
  });
});
