import {
  type Actor,
  durationMilliseconds,
  Failure,
  isFinal,
  type NewRun,
  type RetriedRun,
  type Run,
  runStates,
  toTimestamp,
} from "@lockstep/model";

import { admit } from "../admission/admit.ts";
import { graphOf } from "../pipeline-graph.ts";
import {
  assertEnabled,
  assertExecutable,
  inForce,
  startRun,
  type StartRunDeps,
  tampered,
} from "../start-run.ts";
import { keptJournal } from "./kept-journal.ts";

/** What somebody asks for when taking up a run that failed or was cancelled. */
export interface RetryRequest {
  readonly run: Run;
  /**
   * The version that the run had, keeping what it has done; or the applied one from the start, where its content
   * differs.
   */
  readonly version: "same" | "applied";
  readonly actor: Actor;
  readonly idempotency: NewRun["idempotency"];
}

/**
 * Takes up a run that failed or was cancelled, as a new run that names it. Failures: `conflict` with code
 * `RUN_NOT_OVER`, `RUN_COMPLETED` or `RUN_ERASED`, and those of `startRun`.
 */
export async function retryRun(
  deps: StartRunDeps,
  request: RetryRequest,
): Promise<{ run: Run; isNew: boolean }> {
  assertRetriable(request.run);
  if (request.version === "same") return takeUp(deps, request);
  const { environment, slug, content } = request.run;
  const applied = await deps.environments.loadPipeline(environment, slug);
  return applied?.content === content ? takeUp(deps, request) : startAfresh(deps, request);
}

function assertRetriable({ id, state, erasedAt }: Run): void {
  if (!isFinal(runStates, state))
    throw new Failure("conflict", `The run ${id} is ${state}; wait for its end, or cancel it first.`, {
      code: "RUN_NOT_OVER",
    });
  if (state === "completed")
    throw new Failure("conflict", `The run ${id} has completed; start a new run instead.`, {
      code: "RUN_COMPLETED",
    });
  if (erasedAt !== null)
    throw new Failure("conflict", `What the run ${id} worked on was erased; start a new run instead.`, {
      code: "RUN_ERASED",
    });
}

async function takeUp(deps: StartRunDeps, request: RetryRequest): Promise<{ run: Run; isNew: boolean }> {
  const { run, actor, idempotency } = request;
  const { content, manifest, environment, slug } = run;
  const [status, loaded, attempts] = await Promise.all([
    deps.environments.load(environment),
    deps.pipelines.load(manifest),
    deps.runs.loadAttempts(run.id),
  ]);
  if (loaded.content !== content) throw tampered(slug, manifest);
  const { pipeline } = loaded;
  const { policy } = inForce(status, environment);
  assertEnabled(policy, slug);
  assertExecutable(pipeline);
  const id = deps.ids.next();
  const now = deps.clock.now();
  const admitted = admit(policy, pipeline, { ...run, id, startedAt: null, createdAt: toTimestamp(now) });
  const kept = keptJournal(graphOf(pipeline), { run, attempts }, id);
  const accepted = await deps.runs.create(
    {
      ...provenanceOf(run),
      id,
      actor,
      team: pipeline.team,
      ...admitted,
      input: run.input,
      deadlineAt: toTimestamp(now + durationMilliseconds(pipeline.timeout)),
      idempotency,
      parent: null,
      retryOf: retriedRun(run, kept.keys),
      locks: run.locks,
    },
    kept.attempts,
  );
  await deps.signals.notify("run");
  return accepted;
}

function startAfresh(deps: StartRunDeps, request: RetryRequest): Promise<{ run: Run; isNew: boolean }> {
  const { run, actor, idempotency } = request;
  const { environment, slug, input, trigger } = run;
  const retryOf = retriedRun(run, {});
  return startRun(deps, { environment, slug, version: null, input, trigger, actor, idempotency, retryOf });
}

function provenanceOf({ environment, slug, version, content, manifest, revision, deploy, trigger }: Run) {
  return { environment, slug, version, content, manifest, revision, deploy, trigger };
}

function retriedRun({ id, actor, retryOf }: Run, keys: RetriedRun["keys"]): RetriedRun {
  return { run: id, keys, actors: [...(retryOf?.actors ?? []), actor.id] };
}
