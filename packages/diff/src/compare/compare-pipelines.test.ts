import type { ChangeClass, Pipeline } from "@lockstep/model";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { samplePipeline, sampleStep } from "../testing/sample-pipeline.ts";
import { comparePipelines } from "./compare-pipelines.ts";

const forEach = {
  items: "{{ input.list }}",
  as: "item",
  onItemError: "fail",
  concurrency: 1,
  maxItems: 10,
} as const;
const nightly = {
  id: "nightly",
  type: "cron",
  enabled: true,
  input: null,
  schedule: "0 2 * * *",
  timezone: "UTC",
  overlap: "skip",
  catchup: "0ms",
} as const;
const check = { name: "works", input: {}, variables: {}, mocks: {}, expect: {} };

function step(more: Parameters<typeof sampleStep>[0]): Partial<Pipeline> {
  return { steps: [sampleStep(more)] };
}

const cases: readonly (readonly [ChangeClass, string, Partial<Pipeline>, Partial<Pipeline>])[] = [
  ["relabel", 'title changed from "" to "Triage"', {}, { title: "Triage" }],
  ["relabel", 'tags: "etl" removed', { tags: ["etl", "a"] }, { tags: ["a"] }],
  ["relabel", 'deprecated added: "use triage2"', {}, { deprecated: "use triage2" }],
  ["relabel", 'version changed from "1.0.0" to "1.0.1"', {}, { version: "1.0.1" }],
  ["relabel", "test works added", {}, { tests: [check] }],
  [
    "relabel",
    'test works: expect.status added: "failed"',
    { tests: [check] },
    { tests: [{ ...check, expect: { status: "failed" } }] },
  ],
  ["relabel", 'step score: title changed from "" to "Score"', {}, step({ title: "Score" })],
  ["relabel", 'step score: position added: {"x":1,"y":2}', {}, step({ position: { x: 1, y: 2 } })],
  ["retune", 'timeout changed from "1h" to "2h"', {}, { timeout: "2h" }],
  [
    "retune",
    'concurrency added: {"limit":1,"key":null,"onLimit":"queue"}',
    {},
    { concurrency: { limit: 1, key: null, onLimit: "queue" } },
  ],
  [
    "retune",
    "step score: retry.maxAttempts changed from 1 to 4",
    {},
    step({ retry: { ...sampleStep().retry, maxAttempts: 4 } }),
  ],
  [
    "retune",
    'step score: retry.on: "http" added',
    {},
    step({ retry: { ...sampleStep().retry, on: ["http", "connectivity", "timeout"] } }),
  ],
  [
    "retune",
    "step score: forEach.maxItems changed from 10 to 20",
    step({ forEach }),
    step({ forEach: { ...forEach, maxItems: 20 } }),
  ],
  ["retrigger", "trigger nightly removed", { triggers: [nightly] }, {}],
  [
    "retrigger",
    'trigger nightly: schedule changed from "0 2 * * *" to "0 3 * * *"',
    { triggers: [nightly] },
    { triggers: [{ ...nightly, schedule: "0 3 * * *" }] },
  ],
  ["reassign", 'team changed from "support" to "data"', {}, { team: "data" }],
  [
    "content",
    'step score: with.set.priority changed from "low" to "high"',
    {},
    step({ with: { set: { priority: "high" } } }),
  ],
  [
    "content",
    'step score: with.set.owner added: "ada"',
    {},
    step({ with: { set: { priority: "low", owner: "ada" } } }),
  ],
  ["content", 'step score: when added: "{{ true }}"', {}, step({ when: "{{ true }}" })],
  [
    "content",
    'step score: forEach.as changed from "item" to "row"',
    step({ forEach }),
    step({ forEach: { ...forEach, as: "row" } }),
  ],
  [
    "content",
    'step score: onError.strategy changed from "fail" to "skip"',
    {},
    step({ onError: { ...sampleStep().onError, strategy: "skip" } }),
  ],
  ["content", 'step score: effects changed from "none" to "write"', {}, step({ effects: "write" })],
  [
    "content",
    'step score: outputSchema added: {"type":"object"}',
    {},
    step({ outputSchema: { type: "object" } }),
  ],
  [
    "content",
    'uses.secrets: "CRM_TOKEN" added',
    {},
    { uses: { variables: [], secrets: ["CRM_TOKEN"], connections: [] } },
  ],
  [
    "content",
    'output.value changed from null to "{{ input }}"',
    {},
    { output: { value: "{{ input }}", schema: true } },
  ],
  [
    "relabel",
    'input.schema.properties.text.description added: "What to say"',
    {},
    {
      input: {
        schema: { type: "object", properties: { text: { type: "string", description: "What to say" } } },
        sample: null,
      },
    },
  ],
  [
    "contract",
    'input.schema.required accepts less than before: from nothing to ["text"]',
    {},
    {
      input: {
        schema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
        sample: null,
      },
    },
  ],
  ["shape", "step load added", {}, { steps: [sampleStep(), sampleStep({ id: "load" })] }],
  [
    "shape",
    'step score: dependsOn: "load" added',
    step({ dependsOn: ["a"] }),
    step({ dependsOn: ["load", "a"] }),
  ],
  ["shape", 'step score: runOn changed from "success" to "always"', {}, step({ runOn: "always" })],
  ["shape", 'step score: type changed from "transform" to "set"', {}, step({ type: "set" })],
];

describe("a difference is named with its class", () => {
  test.each(cases)("%s: %s", (changeClass, sentence, before, after) => {
    const found = comparePipelines(samplePipeline(before), samplePipeline(after));
    expect(found.map((difference) => [difference.class, difference.sentence])).toEqual([
      [changeClass, sentence],
    ]);
  });
});

test("points to the difference by names", () => {
  const [found] = comparePipelines(
    samplePipeline(),
    samplePipeline(step({ with: { set: { "a/b": 1, priority: "low" } } })),
  );
  expect(found?.path).toBe("/steps/score/with/set/a~1b");
});

test("shows where two long texts differ, within a readable length", () => {
  const prompt = (ending: string) =>
    step({ with: { text: `${"Be kind and brief. ".repeat(200)}${ending}` } });
  const [found] = comparePipelines(
    samplePipeline(prompt("Never guess.")),
    samplePipeline(prompt("Always cite.")),
  );
  expect(found?.sentence).toContain("Never guess.");
  expect(found?.sentence).toContain("Always cite.");
  expect(found?.sentence.length).toBeLessThan(220);
});

test("never cuts a character in half", () => {
  const text = fc.array(fc.constantFrom("😀", "a", "é"), { minLength: 30, maxLength: 90 });
  fc.assert(
    fc.property(text, text, (from, to) => {
      const [before, after] = [
        step({ with: { text: from.join("") } }),
        step({ with: { text: to.join("") } }),
      ];
      for (const { sentence } of comparePipelines(samplePipeline(before), samplePipeline(after)))
        expect(sentence).not.toMatch(
          /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/,
        );
    }),
  );
});

test("the order of steps, triggers and set-like lists means nothing", () => {
  const [first, second, third] = [
    sampleStep({ id: "a" }),
    sampleStep({ id: "b", dependsOn: ["a", "c"] }),
    sampleStep({ id: "c" }),
  ] as const;
  const triggers = [nightly, { ...nightly, id: "noon" }];
  const before = samplePipeline({ steps: [first, second, third], triggers, tags: ["x", "y"] });
  const after = samplePipeline({
    steps: [third, { ...second, dependsOn: ["c", "a"] }, first],
    triggers: triggers.toReversed(),
    tags: ["y", "x"],
  });
  expect(comparePipelines(before, after)).toEqual([]);
});

test("a test's free name is quoted and cut", () => {
  const named = { ...check, name: `\u001b[31m${"long ".repeat(100)}` };
  const [found] = comparePipelines(samplePipeline(), samplePipeline({ tests: [named] }));
  expect(found?.sentence).toMatch(/^test "\\u001b\[31mlong .{1,60}… added$/);
});

test("names of prototype members are ordinary data", () => {
  const told = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as { [name: string]: number };
  const found = comparePipelines(samplePipeline(step({ with: {} })), samplePipeline(step({ with: told })));
  expect(found.map(({ sentence }) => sentence)).toEqual([
    "step score: with.__proto__ added: 1",
    "step score: with.constructor added: 2",
  ]);
});
