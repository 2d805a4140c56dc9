import type { Scope } from "@lockstep/expression";
import {
  type ClaimedRun,
  type Environment,
  Failure,
  type LoadedPipeline,
  type Pipeline,
  type Run,
  toFailure,
} from "@lockstep/model";
import { declarationOf, type Power } from "@lockstep/step-types";

import type { JournalWriter } from "../journal-writer.ts";
import { graphOf, type PipelineGraph } from "../pipeline-graph.ts";
import { executableStepTypes } from "../steps/executors.ts";
import { baseScope } from "./run-scope.ts";
import type { RunnerDeps } from "./runner-deps.ts";

/** What a run is executed with. */
export interface RunSetting {
  readonly claimed: ClaimedRun;
  readonly graph: PipelineGraph;
  readonly scope: Scope;
  /** Null where the pipeline needs nothing of it. */
  readonly configuration: Environment | null;
  readonly deps: RunnerDeps;
  readonly writer: JournalWriter;
}

/** Loads the pinned pipeline; fails as `row-tampered` unless it is exactly what the run was started with (I9). */
export async function loadPinned(deps: RunnerDeps, run: Run): Promise<Pipeline> {
  const loaded = await loadManifest(deps, run);
  if (loaded.content === run.content && loaded.manifest === run.manifest) return loaded.pipeline;
  throw tampered(run, `has the content ${loaded.content}, the run was started with ${run.content}`);
}

async function loadManifest(deps: RunnerDeps, run: Run): Promise<LoadedPipeline> {
  try {
    return await deps.pipelines.load(run.manifest);
  } catch (thrown) {
    if (toFailure(thrown).kind === "not-found") throw tampered(run, "is gone");
    throw thrown;
  }
}

function tampered({ slug, version, manifest }: Run, what: string): Failure {
  const message = `The stored manifest ${manifest} of ${slug}@${version} ${what}.`;
  return new Failure("row-tampered", message, { code: "ROW_TAMPERED" });
}

/** Puts together what the run is executed with. Fails as `unprocessable`, code `NO_CAPABLE_WORKER`, for unknown step types. */
export async function prepareRun(
  claimed: ClaimedRun,
  pipeline: Pipeline,
  { deps, writer }: { deps: RunnerDeps; writer: JournalWriter },
): Promise<RunSetting> {
  const unknown = pipeline.steps.find(({ type }) => !executableStepTypes.has(type));
  if (unknown !== undefined)
    throw new Failure("unprocessable", `This build cannot execute ${unknown.type} steps.`, {
      code: "NO_CAPABLE_WORKER",
    });
  const configuration = needsConfiguration(pipeline)
    ? await deps.configuration(claimed.run.environment)
    : null;
  const scope = baseScope(claimed.run, pipeline, configuration?.variables ?? {});
  return { claimed, graph: graphOf(pipeline), scope, configuration, deps, writer };
}

/** Powers whose use the environment's configuration bounds. */
const configured: ReadonlySet<Power> = new Set(["network", "channel", "connection"]);

function needsConfiguration({ uses, steps }: Pipeline): boolean {
  if (uses.variables.length > 0 || uses.secrets.length > 0) return true;
  return steps.some(({ type }) => declarationOf(type).powers.some((power) => configured.has(power)));
}
