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
import { admit } from "./admission/admit.ts";
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
  const id = deps.ids.next();
  const input = acceptInput(request.input, pipeline);
  const now = deps.clock.now();
  const run = { id, input, environment: request.environment, startedAt: null, createdAt: toTimestamp(now) };
  return {
    id,
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
    ...admit(policy, pipeline, run),
    input,
    deadlineAt: toTimestamp(now + durationMilliseconds(pipeline.timeout)),
    idempotency: request.idempotency,
    parent: null,
    retryOf: request.retryOf ?? null,
    locks: await loadLocks(deps, request.environment, pipeline),
  };
}

/** What a run pins of the pipelines that it calls; most call none. */
export async function loadLocks(
  { environments }: Pick<StartRunDeps, "environments">,
  environment: Slug,
  { slug, steps }: Pipeline,
): Promise<NewRun["locks"]> {
  return steps.some(({ type }) => type === "pipeline") ? environments.loadLocks(environment, slug) : [];
}

/** What an environment runs by. Fails as `not-found` where nothing is applied. */
export function inForce(
  status: EnvironmentStatus | null,
  slug: Slug,
): { policy: Environment; revision: Revision } {
  const policy = status?.policy ?? null;
  const revision = status?.appliedRevision ?? null;
  if (policy !== null && revision !== null) return { policy, revision };
  throw new Failure("not-found", `There is no environment ${JSON.stringify(slug)} with anything applied.`);
}

/** Fails with `PIPELINE_DISABLED`. */
export function assertEnabled({ slug: environment, pipelines }: Environment, slug: Slug): void {
  if (pipelines[slug]?.enabled !== false) return;
  const message = `${slug} is disabled in ${environment} by \`pipelines.${slug}.enabled\` of the environment.`;
  throw new Failure("unprocessable", message, { code: "PIPELINE_DISABLED" });
}

/** Fails with `NO_CAPABLE_WORKER`. */
export function assertExecutable({ slug, version, steps }: Pipeline): void {
  const foreign = [...new Set(steps.map(({ type }) => type))].filter(
    (type) => !executableStepTypes.has(type),
  );
  if (foreign.length === 0) return;
  const message = `No worker can execute ${foreign.join(", ")} steps yet, which ${slug}@${version} has.`;
  throw new Failure("unprocessable", message, { code: "NO_CAPABLE_WORKER" });
}

/** A stored manifest that is not what was applied. */
export function tampered(slug: Slug, manifest: string): Failure {
  const message = `The stored manifest ${manifest} of ${slug} does not have the content that was applied.`;
  return new Failure("row-tampered", message, { code: "ROW_TAMPERED" });
}
