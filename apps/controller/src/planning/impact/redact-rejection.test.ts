import { describe, expect, test } from "vitest";

import { redactRejection } from "./redact-rejection.ts";

const schema = {
  type: "object",
  properties: {
    email: { type: "string" },
    items: { type: "array", items: { $ref: "#/$defs/item" } },
  },
  $defs: { item: { properties: { price: { type: "number" } }, default: { properties: { hidden: 1 } } } },
};

describe("an example of a rejected input", () => {
  test("has types in place of values, and only keys that the schema names", () => {
    const input = {
      email: "ada@example.com",
      items: [{ price: 7, "card 4111": true }, { price: null }, {}, { price: 1 }],
      "ada's secret": { email: "again@example.com", hidden: false },
      other: 3,
    };
    const { input: shape } = redactRejection(input, [], schema);
    expect(shape).toEqual({
      email: "string",
      items: [{ price: "number", "…": "boolean" }, { price: "null" }, {}, "…"],
      "…": { email: "string", "…": "boolean" },
    });
    expect(JSON.stringify(shape)).not.toMatch(/ada|4111|again|hidden|7/);
  });

  test("names places by the schema's words too", () => {
    const found = redactRejection(
      {},
      [
        { path: "/items/12/price", message: "must be number" },
        { path: "/items/0/card 4111", message: "is not allowed here" },
        { path: "/ada~1secret/email", message: "is missing" },
        { path: "", message: "must be object" },
      ],
      schema,
    );
    expect(found.errors.map(({ path }) => path)).toEqual(["/items/12/price", "/items/0/…", "/…/email", ""]);
  });

  test("is an object whatever was sent", () => {
    expect(redactRejection("text", [], schema).input).toEqual({ "…": "string" });
    expect(redactRejection([1, "a"], [], schema).input).toEqual({ "…": ["number", "string"] });
  });
});
