import type { TestExpectation } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { complaintsOf, rehearse } from "../testing/pipeline-tests.ts";
import { pipelineOf, stepOf } from "../testing/pipelines.ts";

const fine = pipelineOf([stepOf("one", { type: "set", with: { values: { a: 1, b: [1, 2] } } })], {
  output: { value: "{{ steps.one.output }}", schema: true },
});
const broken = pipelineOf([
  stepOf("check", { type: "assert", with: { that: "{{ false }}", message: "too bad" } }),
  stepOf("after", { dependsOn: ["check"] }),
]);

async function judged(pipeline: typeof fine, expectation: TestExpectation): Promise<readonly string[]> {
  return complaintsOf(await rehearse(pipeline, { expect: expectation }));
}

describe("a run that completed", () => {
  test.each<readonly [string, TestExpectation]>([
    ["nothing in particular", {}],
    ["its status", { status: "completed" }],
    ["its output in any order of keys", { output: { b: [1, 2], a: 1 } }],
    ["a step's state", { steps: { one: "completed" } }],
    ["an assertion", { assertions: ["output.a == 1", "{{ size(steps.one.output.b) == 2 }}"] }],
    ["status and error in assertions", { assertions: ["status == 'completed' && error == null"] }],
  ])("passes a test of %s", async (_, expectation) => {
    expect(await judged(fine, expectation)).toEqual([]);
  });

  test.each<readonly [string, TestExpectation, RegExp]>([
    ["another status", { status: "failed" }, /^status: The run completed, it should be failed/],
    ["an error", { error: { type: "http" } }, /^status: The run completed, it should be failed/],
    [
      "completion with an error",
      { status: "completed", error: {} },
      /^error: The run ended without an error/,
    ],
    ["another output", { output: { a: 1, b: [2, 1] } }, /^output: /],
    ["less output", { output: { a: 1 } }, /^output: /],
    ["another step state", { steps: { one: "skipped" } }, /^steps\.one: Step "one" is completed/],
    ["an unknown step", { steps: { two: "completed" } }, /^steps\.two: Step "two" is never reached/],
    [
      "a false assertion",
      { assertions: ["true", "output.a == 2"] },
      /^assertions\[1\]: It does not hold: output/,
    ],
    ["an assertion of no truth", { assertions: ["output.a"] }, /^assertions\[0\]: It gives 1 instead of/],
    [
      "an assertion that breaks",
      { assertions: ["output.x.y"] },
      /^assertions\[0\]: It cannot be evaluated \(/,
    ],
  ])("fails a test of %s", async (_, expectation, message) => {
    expect(await judged(fine, expectation)).toEqual([expect.stringMatching(message)]);
  });

  test("reports everything that is wrong at once, with both values", async () => {
    const { failures } = await rehearse(fine, {
      expect: { output: 1, steps: { one: "failed" }, assertions: ["false"] },
    });
    expect(failures).toMatchObject([
      { where: "output", expected: 1, actual: { a: 1, b: [1, 2] } },
      { where: "steps.one", expected: "failed", actual: "completed" },
      { where: "assertions[0]" },
    ]);
  });
});

describe("a run that failed", () => {
  test.each<readonly [string, TestExpectation]>([
    ["its status", { status: "failed" }],
    ["its error", { error: { type: "validation", contains: "too bad" } }],
    ["the failed step", { steps: { check: "failed", after: "skipped" } }],
    ["the error in assertions", { assertions: ["error.step == 'check'"], status: "failed" }],
    ["no output", { status: "failed", output: null }],
  ])("passes a test of %s", async (_, expectation) => {
    expect(await judged(broken, expectation)).toEqual([]);
  });

  test.each<readonly [string, TestExpectation, RegExp]>([
    [
      "nothing",
      {},
      /^status: The run failed in step "check" \(validation: too bad\), it should be completed/,
    ],
    ["an output, and says it once", { output: 1 }, /^status: /],
    ["another error type", { error: { type: "http" } }, /^error\.type: .*validation.*too bad/],
    ["another message", { error: { contains: "good" } }, /^error\.contains: /],
  ])("fails a test of %s", async (_, expectation, message) => {
    expect(await judged(broken, expectation)).toEqual([expect.stringMatching(message)]);
  });
});
