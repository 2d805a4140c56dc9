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
  quotasOf,
  type Revision,
  type Run,
  type RunStore,
  type Signals,
  type Slug,
  toTimestamp,
} from "@lockstep/model";

import { acceptInput } from "./admission/accept-input.ts";
import { chooseQueue } from "./admission/choose-queue.ts";
import { concurrencyOf } from "./admission/concurrency-key.ts";
import { findApplied } from "./admission/find-applied.ts";
import type { RunRequest } from "./admission/run-request.ts";
import { baseScope } from "./running/run-scope.ts";
import { executableStepTypes } from "./steps/executors.ts";

export interface StartRunDeps {
  readonly environments: EnvironmentStore;
  readonly pipelines: PipelineLoader;
  readonly runs: RunStore;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Accepts a run of the applied version and makes it durable. Failures: `not-found`, `invalid-input` (every error with
 * its path), `too-large`, `row-tampered`, `quota-exceeded` with code `QUOTA_EXCEEDED` or `CONCURRENCY_LIMIT`, and
 * `unprocessable` with code `PIPELINE_DISABLED`, `NO_QUEUE`, `NO_CAPABLE_WORKER`, `CONCURRENCY_KEY` or
 * `IDEMPOTENCY_MISMATCH`.
 */
export async function startRun(
  deps: StartRunDeps,
  request: RunRequest,
): Promise<{ run: Run; isNew: boolean }> {
  const [status, applied] = await Promise.all([
    deps.environments.load(request.environment),
    findApplied(deps.environments, request),
  ]);
  const { policy, revision } = inForce(status, request.environment);
  const { pipeline, content, manifest } = await deps.pipelines.load(applied.manifest);
  if (content !== applied.content) throw tampered(request.slug, applied.manifest);
  assertEnabled(policy, request.slug);
  assertExecutable(pipeline);
  const { account, ...place } = chooseQueue(policy, pipeline.slug, pipeline.team);
  const id = deps.ids.next();
  const input = acceptInput(request.input, pipeline);
  const now = deps.clock.now();
  const createdAt = toTimestamp(now);
  const asked = { id, input, environment: request.environment, startedAt: null, createdAt };
  const accepted = await deps.runs.create({
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
    ...place,
    input,
    deadlineAt: toTimestamp(now + durationMilliseconds(pipeline.timeout)),
    idempotency: request.idempotency,
    admission: {
      account,
      quotas: quotasOf(policy, account, pipeline.slug),
      concurrency: concurrencyOf(policy.slug, pipeline, baseScope(asked, pipeline, policy.variables)),
    },
  } satisfies NewRun);
  await deps.signals.notify("run");
  return accepted;
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
