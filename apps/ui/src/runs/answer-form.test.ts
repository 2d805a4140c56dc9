import { describe, expect, test } from "vitest";

import { answerForm, answerOf } from "./answer-form.ts";

const schema = {
  type: "object",
  required: ["approved", "level"],
  properties: {
    approved: { type: "boolean", title: "Approve" },
    reason: { type: "string" },
    level: { enum: ["low", 2, true] },
    limit: { type: "integer", description: "In EUR" },
  },
};

describe("the form of an answer", () => {
  test("has a field for each plain property, and two buttons for a yes or no", () => {
    const form = answerForm(schema);
    expect(form).toMatchObject({ kind: "fields", decision: "approved" });
    if (form.kind !== "fields") throw new Error("no fields");
    expect(form.fields.map(({ name, title, kind, isRequired }) => [name, title, kind, isRequired])).toEqual([
      ["approved", "Approve", "boolean", true],
      ["reason", "reason", "text", false],
      ["level", "level", "choice", true],
      ["limit", "limit", "integer", false],
    ]);
    expect(answerOf(form.fields, { reason: "", level: "2", limit: "12", approved: false })).toEqual({
      approved: false,
      level: 2,
      limit: 12,
    });
    expect(answerOf(form.fields, {})).toEqual({});
  });

  test("of an empty schema has no fields", () => {
    expect(answerForm({})).toEqual({ kind: "fields", fields: [], decision: null });
  });

  test.each([
    ["a list", { type: "array", items: {} }],
    ["nested fields", { properties: { address: { type: "object" } } }],
    ["a choice of objects", { properties: { one: { enum: [{ a: 1 }] } } }],
    ["a required field that is not described", { required: ["x"], properties: {} }],
    ["no schema at all", true],
  ])("is JSON for %s: nothing is hidden that may have to be answered", (_, given) => {
    expect(answerForm(given)).toEqual({ kind: "json" });
  });
});
