import { describe, expect, test } from "vitest";

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
