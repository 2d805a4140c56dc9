import { describe, expect, test } from "vitest";

import { concurrencyOf } from "./concurrency-key.ts";

const scope = { input: { name: "Ada", count: 3, tags: ["a", "b"] }, env: { name: "staging" } };

function keyOf(key: string | null, input: Partial<typeof scope.input> = {}): string | undefined {
  const pipeline = { slug: "sample", concurrency: { limit: 2, key, onLimit: "queue" as const } };
  return concurrencyOf("staging", pipeline, { ...scope, input: { ...scope.input, ...input } })?.key;
}

describe("a concurrency key", () => {
  test.each([
    [null, "staging/sample/"],
    ["fixed", "staging/sample/fixed"],
    ["{{ input.name }}", "staging/sample/Ada"],
    ["{{ input.count }}", "staging/sample/3"],
    ["{{ input.tags }}", 'staging/sample/["a","b"]'],
    ["{{ env.name }}-{{ input.name }}", "staging/sample/staging-Ada"],
  ])("written as %s belongs to pipeline and environment", (key, expected) => {
    expect(keyOf(key)).toBe(expected);
  });

  test("stays short enough for an index, and different from others", () => {
    const keys = ["a", "b"].map((letter) => keyOf("{{ input.name }}", { name: letter.repeat(10_000) }) ?? "");
    expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(150);
    expect(new Set(keys).size).toBe(2);
  });

  test("that cannot be evaluated refuses the run, and says why", () => {
    const message = /^sample cannot be started with this input: concurrency\.key: .*missing/;
    expect(() => keyOf("{{ input.missing }}")).toThrow(message);
    expect(() => keyOf("{{ input.missing }}")).toThrow(
      expect.objectContaining({ kind: "unprocessable", code: "CONCURRENCY_KEY" }),
    );
  });

  test("is not there where the pipeline sets no limit", () => {
    expect(concurrencyOf("staging", { slug: "sample", concurrency: null }, scope)).toBeNull();
  });
});
