import {
  type Failure,
  type JsonObject,
  type LoadedPipeline,
  type PipelineTest,
  type Sandbox,
  toFailure,
} from "@lockstep/model";

import { runLocally } from "../run-locally.ts";
import { judgeTest } from "./judge-test.ts";
import { noWorld } from "./no-world.ts";
import { readOutcome, refusedOutcome, type RehearsedOutcome } from "./rehearsed-outcome.ts";
import { Stage } from "./stage.ts";
import type { PipelineTestResult } from "./test-result.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

export interface PipelineTestOptions {
  /** Values by name; they win over those of the test. */
  readonly variables: JsonObject;
  /** Where `code` steps run. */
  readonly sandbox: Sandbox;
}

/**
 * Runs one test of a pipeline in this process, on a clock of its own: mocks stand for steps, nothing leaves the process,
 * no secret comes in. A test that fails is a result. Failures: `internal`.
 */
export async function runPipelineTest(
  loaded: LoadedPipeline,
  test: PipelineTest,
  options: PipelineTestOptions,
): Promise<PipelineTestResult> {
  const { pipeline } = loaded;
  const time = createVirtualTime();
  const stage = new Stage(pipeline, test, { time, variables: { ...test.variables, ...options.variables } });
  const { sandbox } = options;
  const outcome = await rehearse({ ...loaded, pipeline: stage.script }, test, { stage, time, sandbox });
  return {
    name: test.name,
    failures: [...stage.complaints, ...judgeTest(test.expect, outcome, stage)],
    run: outcome.run,
    coverage: stage.recorder.coverage(outcome.views),
  };
}

/** What expressions see as `env.name` and `run.id`: the same in every test. */
const environmentName = "test";
const runId = "test-run";

async function rehearse(
  script: LoadedPipeline,
  { input }: PipelineTest,
  { stage, time, sandbox }: { stage: Stage; time: VirtualTime; sandbox: Sandbox },
): Promise<RehearsedOutcome> {
  try {
    const done = await runLocally(script, input, {
      environmentName,
      variables: stage.variables.values,
      secrets: {},
      egress: { default: "deny", allow: [] },
      declaredConnections: {},
      declaredChannels: {},
      ...noWorld,
      sandbox,
      clock: time,
      timer: time,
      ids: { next: () => runId },
      signal: new AbortController().signal,
      rehearsal: stage,
    });
    return readOutcome(script.pipeline, done);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (!isRefusal(failure)) throw failure;
    return refusedOutcome(failure, { id: runId, input, environment: environmentName, now: time.now() });
  }
}

function isRefusal({ kind }: Failure): boolean {
  return kind === "invalid-input" || kind === "too-large";
}
