import {
  type Clock,
  durationMilliseconds,
  type Environment,
  fromTimestamp,
  type Ids,
  type Json,
  type JsonObject,
  type LoadedPipeline,
  type LogLine,
  type Run,
  type StepAttempt,
  type Timer,
  toTimestamp,
} from "@lockstep/model";

import { acceptInput } from "./admission/accept-input.ts";
import type { HttpClient } from "./http/http-client.ts";
import { localEnvironment } from "./local-environment.ts";
import { createMemoryRunStore, type MemoryRunStore } from "./memory-run-store.ts";
import { createRunner, type Runner } from "./runner.ts";

/** What stands in for an environment when a pipeline runs from a file. */
export interface LocalRunOptions {
  readonly environmentName: string;
  readonly variables: JsonObject;
  /** Values by name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly egress: Environment["egress"];
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  readonly signal: AbortSignal;
}

export interface LocalRun {
  readonly run: Run;
  readonly attempts: readonly StepAttempt[];
  readonly logs: readonly LogLine[];
}

/**
 * Runs a pipeline in this process, over a journal that ends with it, as far as it goes. Failures: `invalid-input`,
 * `too-large`, `unprocessable` with code `NO_CAPABLE_WORKER`. A run that fails or is cancelled by the signal is a result.
 */
export async function runLocally(
  loaded: LoadedPipeline,
  input: Json,
  options: LocalRunOptions,
): Promise<LocalRun> {
  const { clock, ids } = options;
  const store = createMemoryRunStore(clock);
  const { run } = await store.create({
    id: ids.next(),
    environment: options.environmentName,
    slug: loaded.pipeline.slug,
    version: loaded.pipeline.version,
    content: loaded.content,
    manifest: loaded.manifest,
    revision: "",
    deploy: "",
    trigger: { type: "cli", id: null },
    actor: { kind: "user", id: "cli" },
    team: loaded.pipeline.team,
    queue: "local",
    priority: 5,
    input: acceptInput(input, loaded.pipeline),
    deadlineAt: toTimestamp(clock.now() + durationMilliseconds(loaded.pipeline.timeout)),
    idempotency: null,
  });
  await executeToEnd(run.id, { store, runner: runnerOver(store, loaded, options) }, options);
  return readResult(store, run.id);
}

function runnerOver(store: MemoryRunStore, loaded: LoadedPipeline, options: LocalRunOptions): Runner {
  const { http, clock, timer, secrets } = options;
  const policy = localEnvironment(options);
  return createRunner({
    runs: store,
    configuration: async () => policy,
    pipelines: { load: async () => loaded },
    secrets: { resolve: async (_environment, { ref }) => secrets[ref.slice("local:".length)] ?? "" },
    http,
    clock,
    timer,
  });
}

interface LocalWorld {
  readonly store: MemoryRunStore;
  readonly runner: Runner;
}

/** A parked run is waited for: here nobody else would wake it. */
async function executeToEnd(
  run: string,
  { store, runner }: LocalWorld,
  options: LocalRunOptions,
): Promise<void> {
  const { clock, timer, signal } = options;
  for (let due = await store.nextDue(); due !== null; due = await store.nextDue()) {
    await waitUntil(fromTimestamp(due) - clock.now(), timer, signal);
    if (signal.aborted) await store.requestCancel(run);
    const claim = { holder: "local", queues: null, limit: 1, leaseMs: endless };
    for (const claimed of await store.claim(claim)) await runner.execute(claimed, signal);
  }
}

const endless = 8_000_000_000_000;

function waitUntil(milliseconds: number, timer: Timer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stop = timer.after(Math.max(0, milliseconds), end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

async function readResult(store: MemoryRunStore, id: string): Promise<LocalRun> {
  const run = await store.load(id);
  if (run === null) throw new RangeError(`the run ${id} vanished`);
  const logs: LogLine[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page = await store.listLogs(id, { step: null, levels: [] }, { limit: 1_000, cursor });
    logs.push(...page.items);
    cursor = page.next;
  }
  return { run, attempts: await store.loadAttempts(id), logs };
}
