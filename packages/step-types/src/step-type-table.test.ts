import { stepTypes } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { matchesField } from "./matches-field.ts";
import { declarationOf, stepTypeTable } from "./step-type-table.ts";
import { writtenSchemaOf } from "./written-schema.ts";

const order = ["none", "read", "write"];

describe("the table of step types", () => {
  test("declares every step type of the format under its own name", () => {
    expect(Object.keys(stepTypeTable)).toEqual([...stepTypes]);
    expect(stepTypes.map((type) => declarationOf(type).type)).toEqual([...stepTypes]);
  });

  test.each(stepTypes)("%s refuses unknown fields and describes the ones it has", (type) => {
    const { with: schema } = declarationOf(type);
    expect(schema).toMatchObject({ additionalProperties: false });
    for (const field of Object.values(schema.properties)) expect(field).toHaveProperty("description");
  });

  test.each(stepTypes)("%s never has a default effect below its floor", (type) => {
    const { effects } = declarationOf(type);
    expect(order.indexOf(effects.default)).toBeGreaterThanOrEqual(order.indexOf(effects.floor));
  });

  test.each(["http", "sql", "llm", "notify", "embeddings"] as const)(
    "%s can never claim no effects",
    (type) => {
      expect(declarationOf(type).effects.floor).not.toBe("none");
    },
  );
});

describe("a field pattern", () => {
  test.each([
    ["/headers/*", ["headers", "authorization"], true],
    ["/headers/*", ["headers"], false],
    ["/headers/*", ["headers", "a", "b"], false],
    ["/json/**", ["json"], true],
    ["/json/**", ["json", "a", 0], true],
    ["/json/**", ["jso"], false],
    ["/apiKey", ["apiKey"], true],
  ] as const)("%s and %j: %s", (pattern, path, expected) => {
    expect(matchesField(pattern, path)).toBe(expected);
  });
});

describe("the written schema of a step type", () => {
  test("lets a template stand for a number, an array and a boolean", () => {
    const { properties } = writtenSchemaOf(stepTypeTable.http) as { properties: Record<string, object> };
    expect(properties["expectStatus"]).toMatchObject({ anyOf: [{ type: "array" }, { type: "string" }] });
    expect(properties["url"]).toMatchObject({ type: "string" });
  });

  test("lets no template stand for what is taken literally", () => {
    const { properties } = writtenSchemaOf(stepTypeTable.code) as { properties: Record<string, object> };
    expect(properties["memoryMb"]).toMatchObject({ type: "integer" });
  });
});
