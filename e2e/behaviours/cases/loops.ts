import { expect } from "vitest";

import type { Behaviour, Theme } from "../../harness/behaviours/behaviour.ts";

interface Loop {
  readonly forEach: object;
  readonly step?: object;
  readonly output: unknown;
}

const echo = { type: "echo", with: { value: "{{ item }}" } };
const pick = { type: "switch", with: { value: "{{ item }}", cases: { good: 1, fine: 2 } } };
const mixed = ["good", "bad", "fine"];
const readsOne = { output: { value: "{{ steps.each.output }}" } };

const loop = (name: string, { forEach, step = echo, output }: Loop): Behaviour => ({
  name,
  steps: [{ id: "each", type: "echo", ...step, forEach }],
  manifest: readsOne,
  expected: { status: "completed", output, steps: { each: "completed" } },
});

const failing = (
  name: string,
  given: Omit<Loop, "output">,
  error: { type: string; contains?: string },
): Behaviour => ({
  ...loop(name, { ...given, output: null }),
  manifest: {},
  expected: { status: "failed", error: { ...error, step: "each" }, steps: { each: "failed" } },
});

const write = {
  type: "file",
  with: { operation: "write", path: "{{ item }}", format: "text", content: "done" },
};
const read = (path: string) => ({ type: "file", with: { operation: "read", path, format: "text" } });
const afterwards = { dependsOn: ["each"], runOn: "failure" };
const misfit = expect.objectContaining({ type: "validation" });

/** Steps that are done for each item of a list. */
export const loops: Theme = {
  slug: "loop",
  title: "a step for each item",
  behaviours: [
    loop("gives the outputs in the order of the items", {
      forEach: { items: [3, 1, 2], concurrency: 3 },
      output: [3, 1, 2],
    }),
    loop("of no items gives nothing", { forEach: { items: [] }, output: [] }),
    loop("takes its items from a template", { forEach: { items: "{{ [1, vars.LIMIT] }}" }, output: [1, 3] }),
    loop("names the item as it is told, and its index", {
      forEach: { items: ["a", "b"], as: "letter" },
      step: { with: { value: "{{ letter }}{{ index }}" } },
      output: ["a0", "b1"],
    }),
    loop("collects what went well and what did not", {
      forEach: { items: mixed, onItemError: "collect" },
      step: pick,
      output: [
        { ok: true, value: 1 },
        { ok: false, error: misfit },
        { ok: true, value: 2 },
      ],
    }),
    loop("drops items that fail", {
      forEach: { items: mixed, onItemError: "drop" },
      step: pick,
      output: [1, 2],
    }),
    loop("gives a fallback for all when an item fails", {
      forEach: { items: mixed },
      step: { ...pick, onError: { strategy: "fallback", value: "instead" } },
      output: "instead",
    }),
    loop("tries each item again by itself", {
      forEach: { items: [1, 2], concurrency: 2 },
      step: {
        type: "http",
        with: { method: "POST", url: "{{ vars.SERVER }}/flaky", json: {} },
        retry: { maxAttempts: 2, baseDelay: "1ms" },
        outputSchema: { properties: { body: { const: { tries: 2 } } } },
      },
      output: [expect.objectContaining({ status: 200 }), expect.objectContaining({ status: 200 })],
    }),
    failing(
      "fails with the error of the lowest index",
      {
        forEach: { items: ["good", "bad", "worse"], concurrency: 3 },
        step: { type: "assert", with: { that: "{{ item == 'good' }}", message: "{{ item }} is refused" } },
      },
      { type: "validation", contains: "bad is refused" },
    ),
    failing(
      "fails when its items are no list",
      { forEach: { items: "{{ vars.LIMIT }}" } },
      { type: "expression", contains: "must give a list" },
    ),
    failing(
      "fails when its items cannot be evaluated",
      { forEach: { items: "{{ input.nothing }}" } },
      { type: "expression" },
    ),
    failing(
      "fails on more items than allowed",
      { forEach: { items: [1, 2, 3], maxItems: 2 } },
      { type: "validation" },
    ),
    failing(
      "fails when an item does not fit outputSchema",
      { forEach: { items: [1, "x"] }, step: { ...echo, outputSchema: { type: "number" } } },
      { type: "validation" },
    ),
    {
      name: "starts no further item after a failed one",
      steps: [
        { id: "each", ...write, forEach: { items: ["first", "../bad", "third"] } },
        { id: "first", ...read("first"), ...afterwards },
        { id: "third", ...read("third"), ...afterwards },
      ],
      expected: { status: "failed", steps: { each: "failed", first: "completed", third: "failed" } },
    },
    {
      name: "is skipped as a whole when its when is false",
      steps: [{ id: "each", ...echo, when: "{{ false }}", forEach: { items: [1, 2] } }],
      expected: { status: "completed", steps: { each: "skipped" } },
    },
    {
      name: "is skipped on an error when it says so",
      steps: [{ id: "each", ...pick, forEach: { items: mixed }, onError: { strategy: "skip" } }],
      expected: { status: "completed", steps: { each: "skipped" } },
    },
  ],
};
