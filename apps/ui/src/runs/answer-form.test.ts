import { describe, expect, test } from "vitest";

import { answerForm, hasFields } from "./answer-form.ts";

const approved = { type: "boolean", title: "Approve" };

describe("the form of an answer", () => {
  test("has two buttons for a yes or no, and fields for the rest", () => {
    const form = answerForm({
      type: "object",
      required: ["approved"],
      properties: { approved, reason: { type: "string" } },
    });
    expect(form.decision).toBe("approved");
    expect(form.field).toMatchObject({ kind: "object", fields: [{ name: "reason" }] });
    expect(hasFields(form)).toBe(true);
  });

  test("of a yes or no alone has nothing to fill in", () => {
    expect(hasFields(answerForm({ type: "object", properties: { approved } }))).toBe(false);
  });

  test.each([
    ["a list", { type: "array", items: {} }, "list"],
    ["a required field that is not described", { required: ["x"], properties: {} }, "object"],
    ["no schema at all", true, "json"],
  ])("hides nothing that may have to be answered in %s", (_, given, kind) => {
    const form = answerForm(given);
    expect(form).toMatchObject({ field: { kind }, decision: null });
    expect(hasFields(form)).toBe(true);
  });
});
