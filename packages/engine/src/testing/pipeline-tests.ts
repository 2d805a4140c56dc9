import type { JsonObject, Pipeline, PipelineTest } from "@lockstep/model";

import { runPipelineTest } from "../pipeline-tests/run-pipeline-test.ts";
import type { PipelineTestResult } from "../pipeline-tests/test-result.ts";
import { idleSandbox } from "./idle-powers.ts";
import { load } from "./pipelines.ts";

/** A test that expects nothing in particular, changed by what is given. */
function testOf(given: Partial<PipelineTest> = {}): PipelineTest {
  return { name: "works", input: null, variables: {}, mocks: {}, expect: {}, ...given };
}

/** Runs one test of a pipeline. */
export function rehearse(
  pipeline: Pipeline,
  given: Partial<PipelineTest> = {},
  variables: JsonObject = {},
): Promise<PipelineTestResult> {
  return runPipelineTest(load(pipeline), testOf(given), { variables, sandbox: idleSandbox });
}

/** What failed, as `where: message`. */
export function complaintsOf({ failures }: PipelineTestResult): readonly string[] {
  return failures.map(({ where, message }) => `${where}: ${message}`);
}
