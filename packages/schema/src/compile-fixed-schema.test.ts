import { describe, expect, test } from "vitest";

import { compileFixedSchema } from "./compile-fixed-schema.ts";

const step = {
  type: "object",
  required: ["id", "type"],
  additionalProperties: false,
  properties: {
    id: { type: "string", pattern: "^[a-z][a-z0-9_]*$" },
    type: { enum: ["http", "set"] },
    dependsOn: { type: "array", items: { type: "string" }, uniqueItems: true },
    with: { type: "object" },
    title: { type: "string" },
  },
};

const validate = compileFixedSchema({
  type: "object",
  required: ["steps"],
  additionalProperties: false,
  properties: { steps: { type: "array", items: step } },
});

describe("a schema of our own", () => {
  test("gives ajv's errors with what positions and suggestions need", () => {
    expect(validate({ steps: [{ id: "A", typ: "set" }] })).toMatchObject([
      { instancePath: "/steps/0", keyword: "required", params: { missingProperty: "type" } },
      { instancePath: "/steps/0", keyword: "additionalProperties", params: { additionalProperty: "typ" } },
      { instancePath: "/steps/0/id", keyword: "pattern" },
    ]);
  });

  test("accepts what fits and changes nothing", () => {
    const manifest = { steps: [{ id: "a", type: "set" }] };
    expect(validate(manifest)).toEqual([]);
    expect(manifest).toEqual({ steps: [{ id: "a", type: "set" }] });
  });

  test("throws for a schema that is wrong", () => {
    expect(() => compileFixedSchema({ typ: "object" })({})).toThrow("typ");
  });

  test("judges 10 000 manifests of 3 KB in a tenth of a second, give or take a slow machine", () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({
      id: `step_${index}`,
      type: "http",
      title: "x".repeat(60),
      dependsOn: index === 0 ? [] : [`step_${index - 1}`],
      with: { url: "https://example.com" },
    }));
    validate({ steps });
    const start = performance.now();
    for (let count = 0; count < 10_000; count += 1) validate({ steps });
    expect(performance.now() - start).toBeLessThan(500);
  });
});
