import {
  durationMilliseconds,
  type Failure,
  fromTimestamp,
  type Json,
  type NewRun,
  type PinnedCallee,
  type Run,
  satisfiesRange,
  type Slug,
  toFailure,
  toTimestamp,
} from "@lockstep/model";

import { assertEnabled, assertExecutable, inForce, type StartRunDeps, tampered } from "../start-run.ts";
import { StepFailure } from "../step-failure.ts";
import type { LaunchRequest } from "../steps/step-executor.ts";
import { acceptInput } from "./accept-input.ts";
import { admitChild } from "./admit.ts";
import { findApplied } from "./find-applied.ts";

/** A run that an attempt of a `pipeline` step asks for. */
export interface ChildRequest extends LaunchRequest {
  readonly above: Run;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
}

/** Prepares a run without making it durable. Throws StepFailure where the callee cannot be run like that. */
export type ComposeChild = (request: ChildRequest) => Promise<NewRun>;

/** Runs above one run at most, so that calls that no check foresaw end. */
const deepest = 16;

type ChildDeps = Pick<StartRunDeps, "environments" | "pipelines" | "clock" | "ids">;

/** Children run the version that was locked when the run above was accepted, whatever was deployed since. */
export function createChildComposer(deps: ChildDeps): ComposeChild {
  return async (request) => {
    try {
      return await compose(deps, request);
    } catch (thrown) {
      throw refusalOf(request.callee, thrown);
    }
  };
}

async function compose(deps: ChildDeps, request: ChildRequest): Promise<NewRun> {
  const { above, step, item, attempt, isAwaited } = request;
  const ancestors = [...(above.parent?.ancestors ?? []), above.slug];
  const { slug, range } = readCallee(request.callee);
  assertDescent(ancestors, slug);
  const [status, callee] = await Promise.all([
    deps.environments.load(above.environment),
    pinnedCallee(deps, above, { slug, range }),
  ]);
  const { policy } = inForce(status, above.environment);
  const { pipeline, content, manifest } = await deps.pipelines.load(callee.manifest);
  if (content !== callee.content) throw tampered(slug, callee.manifest);
  assertEnabled(policy, slug);
  assertExecutable(pipeline);
  const now = deps.clock.now();
  const deadline = now + durationMilliseconds(pipeline.timeout);
  const id = deps.ids.next();
  const input = acceptInput(request.input, pipeline);
  const run = { id, input, environment: above.environment, startedAt: null, createdAt: toTimestamp(now) };
  return {
    id,
    environment: above.environment,
    slug,
    version: pipeline.version,
    content,
    manifest,
    revision: above.revision,
    deploy: callee.deploy,
    trigger: { type: "pipeline", id: above.id },
    actor: above.actor,
    team: pipeline.team,
    ...admitChild(policy, pipeline, run),
    input,
    deadlineAt: toTimestamp(isAwaited ? Math.min(deadline, fromTimestamp(above.deadlineAt)) : deadline),
    idempotency: null,
    parent: { run: above.id, step, item, attempt, isAwaited, ancestors },
    retryOf: null,
    locks: callee.locks,
  };
}

function readCallee(callee: string): { readonly slug: Slug; readonly range: string } {
  const at = callee.indexOf("@");
  return { slug: callee.slice(0, at), range: callee.slice(at + 1) };
}

function assertDescent(ancestors: readonly Slug[], slug: Slug): void {
  const chain = [...ancestors, slug].join(" → ");
  if (ancestors.includes(slug))
    throw new StepFailure("execution", `The call would go round in a circle: ${chain}.`);
  if (ancestors.length >= deepest)
    throw new StepFailure("execution", `Calls go ${deepest} deep at most, this is one more: ${chain}.`);
}

type Callee = Pick<PinnedCallee, "content" | "manifest" | "deploy"> & { readonly locks: Run["locks"] };

/** The lock, or for a call without one the applied version, which must be in the range. */
async function pinnedCallee(
  { environments }: ChildDeps,
  above: Run,
  { slug, range }: { readonly slug: Slug; readonly range: string },
): Promise<Callee> {
  const lock = above.locks.find(
    (each) => each.caller === above.slug && each.callee === slug && each.range === range,
  );
  if (lock !== undefined) return { ...lock, locks: above.locks };
  const { environment } = above;
  const applied = await findApplied(environments, { environment, slug, version: null });
  if (satisfiesRange(applied.version, range))
    return { ...applied, locks: await environments.loadLocks(environment, slug) };
  const message = `${slug}@${applied.version} is applied in ${environment}; the step calls ${slug}@${range}.`;
  throw new StepFailure("execution", message);
}

/** What the caller's manifest can handle becomes an error of the step; faults of the store stay what they are. */
function refusalOf(callee: string, thrown: unknown): unknown {
  if (thrown instanceof StepFailure) return thrown;
  const failure = toFailure(thrown);
  if (!isRefusal(failure)) return thrown;
  const type = failure.kind === "invalid-input" ? "validation" : "execution";
  const errors = failure.errors.map(({ path, message }) => ({ path, message }));
  const details: Json = { code: failure.code ?? failure.kind, errors };
  return new StepFailure(type, `${callee} was not started: ${failure.message}`, { details, cause: failure });
}

function isRefusal({ kind }: Failure): boolean {
  return kind !== "database-unreachable" && kind !== "disk-full" && kind !== "internal";
}
