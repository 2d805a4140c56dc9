import { describe, expect, test } from "vitest";

import { pipelineFile } from "../../testing/pipeline-file.ts";
import { compileSnapshot } from "../compile/compile-snapshot.ts";

function messagesOf(step: object): readonly string[] {
  const file = pipelineFile("shape", { steps: [{ id: "a", ...step }] });
  return compileSnapshot("r1", [file], () => null).problems.map(({ message, fix }) =>
    [message, fix].filter(Boolean).join(" "),
  );
}

describe("what is wrong with a step is said in one sentence", () => {
  test.each([
    [
      "two ways at once",
      { type: "transform", with: { set: 1, jmespath: "a", data: 1 } },
      "`steps[0].with` must be given exactly one of the fields `set`, `jsonata`, `jmespath`.",
    ],
    [
      "no way at all",
      { type: "transform", with: {} },
      "`steps[0].with` must be given exactly one of the fields `set`, `jsonata`, `jmespath`.",
    ],
    [
      "two bodies",
      { type: "http", with: { url: "u", json: 1, body: "b" } },
      "`steps[0].with` must be given without all of `json`, `body` together.",
    ],
    [
      "text for a list",
      { type: "http", with: { url: "u", expectStatus: "200" } },
      "`steps[0].with.expectStatus` must be an array.",
    ],
    [
      "a near word",
      { type: "http", with: { url: "u", method: "GTE" } },
      '`steps[0].with.method` must be one of "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS". Did you mean `GET`?',
    ],
    [
      "a near field",
      { type: "http", with: { url: "u", header: {} } },
      "`steps[0].with` has no field `header`. Did you mean `headers`?",
    ],
    [
      "a duration in words",
      { type: "wait", with: { for: "5 minutes" } },
      "`steps[0].with.for` must be a duration such as 250ms, 10s, 5m, 24h or 7d.",
    ],
    [
      "an operation without what it needs",
      { type: "file", with: { operation: "read", format: "csv" } },
      "`steps[0].with` needs the field `path`.",
    ],
    [
      "a schema of an unknown type",
      { type: "validate", with: { value: 1, schema: { type: "strin" } } },
      'The JSON Schema: `type` must be one of "array", "boolean", "integer", "null", "number", "object", "string".',
    ],
  ])("%s", (_what, step, sentence) => {
    expect(messagesOf(step)).toEqual([sentence]);
  });

  test("a template may stand where a list, a number or a boolean is wanted", () => {
    expect(messagesOf({ type: "http", with: { url: "u", expectStatus: "{{ [200] }}" } })).toEqual([]);
    expect(messagesOf({ type: "pipeline", with: { pipeline: "shape@1.2.0", wait: "{{ true }}" } })).toEqual([
      expect.stringContaining("circle"),
    ]);
  });
});
