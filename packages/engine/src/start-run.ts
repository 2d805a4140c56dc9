import {
  type Clock,
  durationMilliseconds,
  type Environment,
  type EnvironmentStatus,
  type EnvironmentStore,
  Failure,
  type Ids,
  type NewRun,
  type Pipeline,
  type PipelineLoader,
  type Revision,
  type Run,
  type RunStore,
  type Signals,
  type Slug,
  toTimestamp,
} from "@lockstep/model";

import { acceptInput } from "./admission/accept-input.ts";
import { chooseQueue } from "./admission/choose-queue.ts";
import { findApplied } from "./admission/find-applied.ts";
import type { RunRequest } from "./admission/run-request.ts";
import { executableStepTypes } from "./steps/executors.ts";

/** What a run is made from. */
export interface PrepareRunDeps {
  readonly environments: EnvironmentStore;
  readonly pipelines: PipelineLoader;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface StartRunDeps extends PrepareRunDeps {
  readonly runs: RunStore;
  readonly signals: Signals;
}

/** Accepts a run as {@link prepareRun} does and makes it durable; also fails with `IDEMPOTENCY_MISMATCH`. */
export async function startRun(
  deps: StartRunDeps,
  request: RunRequest,
): Promise<{ run: Run; isNew: boolean }> {
  const accepted = await deps.runs.create(await prepareRun(deps, request));
  await deps.signals.notify("run");
  return accepted;
}

/**
 * A run of the applied version, ready to be made durable. Failures: `not-found`, `invalid-input` (every error with
 * its path), `too-large`, `row-tampered`, and `unprocessable` with code `PIPELINE_DISABLED`, `NO_QUEUE` or
 * `NO_CAPABLE_WORKER`.
 */
export async function prepareRun(deps: PrepareRunDeps, request: RunRequest): Promise<NewRun> {
  const [status, applied] = await Promise.all([
    deps.environments.load(request.environment),
    findApplied(deps.environments, request),
  ]);
  const { policy, revision } = inForce(status, request.environment);
  const { pipeline, content, manifest } = await deps.pipelines.load(applied.manifest);
  if (content !== applied.content) throw tampered(request.slug, applied.manifest);
  assertEnabled(policy, request.slug);
  assertExecutable(pipeline);
  return {
    id: deps.ids.next(),
    environment: request.environment,
    slug: pipeline.slug,
    version: pipeline.version,
    content,
    manifest,
    revision,
    deploy: applied.deploy,
    trigger: request.trigger,
    actor: request.actor,
    team: pipeline.team,
    ...chooseQueue(policy, pipeline.slug, pipeline.team),
    input: acceptInput(request.input, pipeline),
    deadlineAt: toTimestamp(deps.clock.now() + durationMilliseconds(pipeline.timeout)),
    idempotency: request.idempotency,
  };
}

function inForce(status: EnvironmentStatus | null, slug: Slug): { policy: Environment; revision: Revision } {
  const policy = status?.policy ?? null;
  const revision = status?.appliedRevision ?? null;
  if (policy !== null && revision !== null) return { policy, revision };
  throw new Failure("not-found", `There is no environment ${JSON.stringify(slug)} with anything applied.`);
}

function assertEnabled({ slug: environment, pipelines }: Environment, slug: Slug): void {
  if (pipelines[slug]?.enabled !== false) return;
  const message = `${slug} is disabled in ${environment} by \`pipelines.${slug}.enabled\` of the environment.`;
  throw new Failure("unprocessable", message, { code: "PIPELINE_DISABLED" });
}

function assertExecutable({ slug, version, steps }: Pipeline): void {
  const foreign = [...new Set(steps.map(({ type }) => type))].filter(
    (type) => !executableStepTypes.has(type),
  );
  if (foreign.length === 0) return;
  const message = `No worker can execute ${foreign.join(", ")} steps yet, which ${slug}@${version} has.`;
  throw new Failure("unprocessable", message, { code: "NO_CAPABLE_WORKER" });
}

function tampered(slug: Slug, manifest: string): Failure {
  const message = `The stored manifest ${manifest} of ${slug} does not have the content that was applied.`;
  return new Failure("row-tampered", message, { code: "ROW_TAMPERED" });
}
