import type { Pipeline, PipelineTest, Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { rehearse } from "../testing/pipeline-tests.ts";
import { forEachOf, httpStep, pipelineOf, stepOf } from "../testing/pipelines.ts";
import { combineCoverage, type PipelineCoverage } from "./combine-coverage.ts";

async function cover(pipeline: Pipeline, tests: readonly Partial<PipelineTest>[]): Promise<PipelineCoverage> {
  const results = await Promise.all(tests.map((one) => rehearse(pipeline, one)));
  return combineCoverage(
    pipeline,
    results.map(({ coverage }) => coverage),
  );
}

/** Branches as `step branch`, those taken and those not. */
async function branches(steps: readonly Step[], ...tests: readonly Partial<PipelineTest>[]) {
  const { branches: found } = await cover(pipelineOf(steps), tests);
  const name = ({ step, branch }: (typeof found)[number]) => `${step} ${branch}`;
  return {
    taken: found.filter(({ isTaken }) => isTaken).map(name),
    missed: found.filter(({ isTaken }) => !isTaken).map(name),
  };
}

const down = { error: { type: "connectivity", message: "down" } } as const;

describe("coverage of steps", () => {
  const pipeline = pipelineOf([
    stepOf("always_there"),
    httpStep("call", { dependsOn: ["always_there"], when: "{{ input != 0 }}" }),
  ]);

  test("counts in how many tests a step ran, failed and never began", async () => {
    const { steps } = await cover(pipeline, [
      { input: 1, mocks: { call: { output: 1 } } },
      { input: 1, mocks: { call: down } },
      { input: 0 },
      { input: 0 },
    ]);
    expect(steps).toEqual([
      { step: "always_there", executed: 4, failed: 0, skipped: 0 },
      { step: "call", executed: 1, failed: 1, skipped: 2 },
    ]);
  });

  test("counts a step whose error was handled as executed", async () => {
    const lenient = httpStep("call", { onError: { strategy: "skip", value: null, on: ["any"] } });
    const { steps } = await cover(pipelineOf([lenient]), [{ mocks: { call: down } }]);
    expect(steps).toEqual([{ step: "call", executed: 1, failed: 0, skipped: 0 }]);
  });

  test("is nothing for tests whose input is refused, and without tests", async () => {
    const strict = pipelineOf([stepOf("only")], { input: { schema: { type: "string" }, sample: null } });
    const nothing = [{ step: "only", executed: 0, failed: 0, skipped: 0 }];
    expect((await cover(strict, [{ input: 1 }])).steps).toEqual(nothing);
    expect((await cover(strict, [])).steps).toEqual(nothing);
  });
});

describe("coverage of branches", () => {
  test("tells when true from when false", async () => {
    const step = stepOf("one", { when: "{{ input > 0 }}" });
    expect(await branches([step], { input: 1 })).toEqual({
      taken: ["one when true"],
      missed: ["one when false"],
    });
    expect((await branches([step], { input: 1 }, { input: 0 })).missed).toEqual([]);
  });

  test("does not take a step skipped by runOn for one whose condition was false", async () => {
    const steps = [httpStep("call"), stepOf("next", { dependsOn: ["call"], when: "{{ true }}" })];
    expect((await branches(steps, { mocks: { call: down } })).taken).toEqual([]);
  });

  test("does not take a step that a return overtook for one whose condition was false", async () => {
    const steps = [
      stepOf("early", { type: "return", with: { value: 1 } }),
      stepOf("next", { dependsOn: ["early"], when: "{{ false }}" }),
    ];
    expect((await branches(steps, {})).taken).toEqual([]);
  });

  test("tells both ways of runOn failure", async () => {
    const steps = [httpStep("call"), stepOf("rescue", { dependsOn: ["call"], runOn: "failure" })];
    expect((await branches(steps, { mocks: { call: down } })).taken).toEqual(["rescue runs on failure"]);
    expect((await branches(steps, { mocks: { call: { output: 1 } } })).taken).toEqual([
      "rescue no failure to run on",
    ]);
  });

  test("tells both ways of runOn always, also where the failure is further back", async () => {
    const steps = [
      httpStep("call"),
      stepOf("next", { dependsOn: ["call"] }),
      stepOf("close", { dependsOn: ["next"], runOn: "always" }),
    ];
    expect((await branches(steps, { mocks: { call: down } })).taken).toEqual(["close always, after failure"]);
    expect((await branches(steps, { mocks: { call: { output: 1 } } })).taken).toEqual([
      "close always, after success",
    ]);
  });

  test("looks back over many ways to the same step in no time", async () => {
    const layers = Array.from({ length: 60 }, (_, n) =>
      ["a", "b"].map((side) => {
        const dependsOn = n === 0 ? [] : [`a${n - 1}`, `b${n - 1}`];
        return stepOf(`${side}${n}`, { dependsOn });
      }),
    ).flat();
    const last = stepOf("close", { dependsOn: ["a59", "b59"], runOn: "always" });
    expect((await branches([...layers, last], {})).taken).toEqual(["close always, after success"]);
  });

  test("tells a handled error from none", async () => {
    const steps = [httpStep("call", { onError: { strategy: "fallback", value: 0, on: ["connectivity"] } })];
    const other = { error: { type: "http", message: "500" } } as const;
    expect((await branches(steps, { mocks: { call: down } })).taken).toEqual(["call error handled"]);
    expect((await branches(steps, { mocks: { call: { output: 1 } } })).taken).toEqual(["call no error"]);
    expect((await branches(steps, { mocks: { call: other } })).taken).toEqual([]);
  });

  test("tells items from none, where the list is not written out", async () => {
    const steps = [
      stepOf("each", { forEach: forEachOf("{{ input }}") }),
      stepOf("fixed", { forEach: forEachOf([1, 2]) }),
    ];
    expect(await branches(steps, { input: [1] })).toEqual({
      taken: ["each with items"],
      missed: ["each without items"],
    });
    expect((await branches(steps, { input: [] })).taken).toEqual(["each without items"]);
  });

  test("of a plain pipeline has none", async () => {
    expect(await branches([stepOf("one")], {})).toEqual({ taken: [], missed: [] });
  });
});
