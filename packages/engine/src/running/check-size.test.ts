import type { Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "../testing/environments.ts";
import { forEachOf, pipelineOf, stepOf } from "../testing/pipelines.ts";
import { createWorld } from "../testing/run-world.ts";

const mebibytes = (count: number) => "x".repeat(count * 2 ** 20);
const tooLarge = { type: "execution", message: expect.stringContaining("8 MiB") };

describe("a value above the cap fails by name", () => {
  test("as the list of a forEach, though each item is small enough", async () => {
    const step = stepOf("each", {
      type: "echo",
      forEach: forEachOf([1, 2, 3]),
      with: { value: mebibytes(3) },
    });
    const world = await createWorld(pipelineOf([step]));
    expect((await world.finish()).error).toMatchObject({ ...tooLarge, step: "each" });
  });

  test("as the run's output, though each step is small enough", async () => {
    const steps = ["a", "b"].map((id) => stepOf(id, { type: "echo", with: { value: mebibytes(5) } }));
    const output = { value: ["{{ steps.a.output }}", "{{ steps.b.output }}"], schema: true as const };
    const world = await createWorld(pipelineOf(steps, { output }));
    expect((await world.finish()).error).toMatchObject(tooLarge);
  });

  test("as a fallback", async () => {
    const big = stepOf("big", { type: "echo", with: { value: mebibytes(5) } });
    const value = ["{{ steps.big.output }}", "{{ steps.big.output }}"];
    const failing = stepOf("failing", {
      type: "assert",
      dependsOn: ["big"],
      with: { that: false, message: "no" },
      onError: { strategy: "fallback", value, on: ["any"] },
    });
    const world = await createWorld(pipelineOf([big, failing]));
    expect((await world.finish()).error).toMatchObject(tooLarge);
  });

  test("and one just below it does not", async () => {
    const world = await createWorld(
      pipelineOf([stepOf("a", { type: "echo", with: { value: mebibytes(7) } })]),
    );
    expect(await world.finish()).toMatchObject({ state: "completed" });
  });
});

describe("a value that nests too deep fails by name", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
  const tooDeep = { type: "execution", message: expect.stringContaining("deeper than 192 levels") };
  const parsing = (levels: number, given: Partial<Step> = {}) =>
    stepOf("deep", {
      type: "file",
      with: { operation: "parse", format: "json", content: nested(levels) },
      ...given,
    });

  test.each([193, 1_000_000])("as an output of %i levels, before anything reads it", async (levels) => {
    const world = await createWorld(pipelineOf([parsing(levels, { outputSchema: { type: "array" } })]));
    expect((await world.finish()).error).toMatchObject({ ...tooDeep, step: "deep" });
  });

  test("as an output that is searched for secrets", async () => {
    const reference = { ref: "env:KEY", teams: null, hosts: null };
    const environment = environmentOf({ secrets: { KEY: reference } });
    const pipeline = pipelineOf([parsing(1_000_000)], {
      uses: { variables: [], secrets: ["KEY"], connections: [] },
    });
    const world = await createWorld(pipeline, { environment, secrets: { resolve: async () => "sk-0123" } });
    expect((await world.finish()).error).toMatchObject(tooDeep);
  });

  test("as the list of a forEach and as the run's output, though each step's is flat enough", async () => {
    const each = parsing(192, { forEach: forEachOf([1]) });
    expect((await (await createWorld(pipelineOf([each]))).finish()).error).toMatchObject(tooDeep);
    const output = { value: ["{{ steps.deep.output }}"], schema: true as const };
    const world = await createWorld(pipelineOf([parsing(192)], { output }));
    expect((await world.finish()).error).toMatchObject(tooDeep);
  });

  test("and one at the limit is read by expressions and schemas", async () => {
    const reading = stepOf("reading", {
      dependsOn: ["deep"],
      with: { values: { size: "{{ steps.deep.output.size() }}" } },
    });
    const output = { value: "{{ steps.deep.output }}", schema: { type: "array" } as const };
    const world = await createWorld(pipelineOf([parsing(192), reading], { output }));
    expect(await world.finish()).toMatchObject({ state: "completed" });
  });
});
