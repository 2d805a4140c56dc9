import { compareProblems } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { acmePipelines, readAcme, readAcmeFile } from "../../testing/acme.ts";
import { compilePipeline } from "./compile-pipeline.ts";

const sources = new Map(acmePipelines.map((path) => [path as string, readAcme(path)]));

function bytesOf(path: string): Uint8Array {
  return sources.get(path) ?? new Uint8Array();
}

/** Compiles and says whether the answer has the form that every answer has. */
function isSound(path: string, bytes: Uint8Array): boolean {
  const { pipeline, problems } = compilePipeline(path, bytes, readAcmeFile);
  const isSorted = problems.every(
    (problem, index) => index === 0 || compareProblems(problems[index - 1] ?? problem, problem) <= 0,
  );
  const isPlaced = problems.every(({ line, column, file }) => line >= 1 && column >= 1 && file === path);
  return isSorted && isPlaced && (pipeline !== null || problems.some(({ severity }) => severity === "error"));
}

const source = fc.constantFrom(...acmePipelines);

/** Bytes put in, taken out or changed. */
const byteMutation = fc.record({
  source,
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.nat(20),
      added: fc.uint8Array({ maxLength: 8 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

function mutateBytes(
  bytes: Uint8Array,
  edits: readonly { at: number; removed: number; added: Uint8Array }[],
): Uint8Array {
  return edits.reduce<Uint8Array>((current, { at, removed, added }) => {
    const start = Math.floor(at * current.length);
    return new Uint8Array([...current.subarray(0, start), ...added, ...current.subarray(start + removed)]);
  }, bytes);
}

/** Values replaced by others somewhere in the structure: the text stays JSON, the meaning does not. */
function mutateStructure(value: unknown, choose: () => number, replacement: unknown): unknown {
  if (choose() < 0.03) return replacement;
  if (Array.isArray(value)) return value.map((item) => mutateStructure(item, choose, replacement));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const name = choose() < 0.02 ? `${key}x` : key;
      return choose() < 0.02 ? [] : [[name, mutateStructure(member, choose, replacement)]];
    }),
  );
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("the compiler", () => {
  test("answers 8000 manifests with mutated bytes", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(byteMutation, ({ source, edits }) => isSound(source, mutateBytes(bytesOf(source), edits))),
      { numRuns: 8_000 },
    );
  });

  test("answers 2000 manifests with mutated structure", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(source, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (path, seed, replacement) => {
        const value = JSON.parse(new TextDecoder().decode(bytesOf(path))) as unknown;
        const mutated = mutateStructure(value, randomFrom(seed), replacement);
        return isSound(path, new TextEncoder().encode(JSON.stringify(mutated)));
      }),
      { numRuns: 2_000 },
    );
  });

  const megabyte = 1_048_576;
  const head = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "customer-etl", version: "1.0.0" };

  test.each([
    ["open brackets", "[".repeat(megabyte)],
    ["quotes", '"'.repeat(megabyte - 1)],
    ["backslashes in a string", `"${"\\".repeat(megabyte - 2)}`],
    ["spaces", " ".repeat(megabyte)],
    ["digits", "9".repeat(megabyte)],
    ["the same key", `{${Array.from({ length: 100_000 }, () => '"a":1').join(",")}}`],
    ["short strings", `[${Array.from({ length: 200_000 }, () => '"a"').join(",")}]`],
    ["unknown fields", `{${Array.from({ length: 100_000 }, (_, index) => `"f${index}":1`).join(",")}}`],
    [
      "unknown dependencies",
      JSON.stringify({
        ...head,
        steps: Array.from({ length: 400 }, (_, step) => ({
          id: `step_${step}`,
          type: "echo",
          dependsOn: Array.from({ length: 300 }, (_, index) => `x${index}`),
        })),
      }),
    ],
    [
      "skipping steps",
      JSON.stringify({
        ...head,
        steps: Array.from({ length: 9_000 }, (_, step) => ({
          id: `s${step}`,
          type: "set",
          when: "{{true}}",
          whenUnmet: "skip-cascade",
          dependsOn: step === 0 ? [] : [`s${step - 1}`],
        })),
      }),
    ],
    [
      "repeated error types",
      JSON.stringify({
        ...head,
        steps: [
          { id: "a", type: "echo", retry: { on: Array.from({ length: 80_000 }, (_, index) => `x${index}`) } },
        ],
      }),
    ],
    [
      "bad statuses",
      JSON.stringify({
        ...head,
        steps: [
          {
            id: "a",
            type: "http",
            with: { url: "x", expectStatus: Array.from({ length: 200_000 }, () => true) },
          },
        ],
      }),
    ],
    ["surrogate escapes", `"${"\\ud800".repeat(100_000)}"`],
    [
      "open templates",
      JSON.stringify({ steps: [{ id: "a", type: "echo", with: { value: "{{".repeat(200_000) } }] }),
    ],
    [
      "templates",
      JSON.stringify({ steps: [{ id: "a", type: "echo", with: { value: "{{1}}".repeat(50_000) } }] }),
    ],
  ])("answers a megabyte of %s in linear time", { timeout: 20_000 }, (_what, text) => {
    const start = performance.now();
    expect(isSound(acmePipelines[0], new TextEncoder().encode(text))).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
