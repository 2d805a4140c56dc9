import type { ClaimedRun, LogLine, OrgStore, StepAttempt } from "@lockstep/model";

import { claimRun } from "./end-run.ts";
import { bodyOf, type TestApi } from "./open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "./seed-applied.ts";

/** An environment in which the pipeline `greet` is applied. */
export async function seedGreet(store: OrgStore, environment: string): Promise<void> {
  await seedEnvironment(store, environment);
  const pipelines = [compiledPipeline("greet")];
  await seedDeploy(store, { id: `deploy-${environment}`, environment, pipelines, state: "applied" });
}

/** Starts a run of `greet` through the API and returns its id. */
export async function startGreet(org: TestApi, environment: string, input = "a"): Promise<string> {
  const path = `/api/v1/environments/${environment}/pipelines/greet/run`;
  const response = await org.request(path, { method: "POST", as: "runner", body: { input } });
  return (await bodyOf<{ run: { id: string } }>(response)).run.id;
}

/** Starts a run and claims it, as a runner would. */
export async function claimGreet(org: TestApi, environment = "staging"): Promise<ClaimedRun> {
  await startGreet(org, environment);
  return claimRun(org.store);
}

const at = "2026-01-01T00:00:00.000Z";

/** An attempt that completed, changed as told. */
export function attemptOf(run: string, more: Partial<StepAttempt> = {}): StepAttempt {
  return {
    run,
    step: "greet",
    item: -1,
    attempt: 1,
    state: "completed",
    output: null,
    error: null,
    startedAt: at,
    endedAt: at,
    retryAt: null,
    usage: null,
    waitsFor: null,
    reply: null,
    ...more,
  };
}

/** What a step wrote, or with `event` what happened to it. */
export function lineOf(run: string, more: Partial<LogLine> = {}): LogLine {
  return { run, step: "greet", at, level: "info", message: "hello", ...more };
}

/** Makes attempts and lines of a claimed run durable. */
export async function journal(
  store: OrgStore,
  { run, fencingToken }: ClaimedRun,
  {
    attempts = [],
    logs = [],
  }: { readonly attempts?: readonly StepAttempt[]; readonly logs?: readonly LogLine[] },
): Promise<void> {
  await store.runs.write([
    { run: run.id, fencingToken, attempts, logs, state: null, events: [], children: [], abandoned: [] },
  ]);
}
