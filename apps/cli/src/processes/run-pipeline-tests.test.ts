import { compileSnapshot } from "@lockstep/manifest";
import { expect, test } from "vitest";

import { runPipelineTests } from "./run-pipeline-tests.ts";

const manifest = {
  apiVersion: "lockstep/v1",
  kind: "Pipeline",
  slug: "double",
  version: "1.0.0",
  input: { schema: { type: "object", properties: { n: { type: "integer" } } }, sample: { n: 1 } },
  steps: [{ id: "compute", type: "set", with: { values: { twice: "{{ input.n * 2 }}" } } }],
  output: { value: "{{ steps.compute.output.twice }}" },
  tests: [
    { name: "two is four", input: { n: 2 }, expect: { output: 4 } },
    { name: "two is five", input: { n: 2 }, expect: { output: 5 } },
  ],
};

function compiled(pipeline: object) {
  const path = "pipelines/double.pipeline.json";
  const bytes = Buffer.from(JSON.stringify(pipeline));
  const snapshot = compileSnapshot("r1", [{ path, file: { kind: "file", bytes } }], () => null);
  expect(snapshot.problems).toEqual([]);
  return snapshot.pipelines;
}

test("tests run in this process, and the one that fails says what differed", async () => {
  const suites = await runPipelineTests({
    pipelines: compiled(manifest),
    signal: new AbortController().signal,
  });
  expect(suites).toMatchObject([
    {
      slug: "double",
      file: "pipelines/double.pipeline.json",
      tests: [
        { name: "two is four", isPassed: true, message: "" },
        { name: "two is five", isPassed: false, message: expect.stringContaining("output") },
      ],
    },
  ]);
});

test("whoever gives up is not kept waiting", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(runPipelineTests({ pipelines: compiled(manifest), signal })).rejects.toThrow("enough");
});
