import {
  type Clock,
  type Connections,
  durationMilliseconds,
  type Environment,
  fromTimestamp,
  type Ids,
  type Json,
  type JournalEntry,
  type JsonObject,
  type LoadedPipeline,
  type LogLine,
  type Run,
  type Sandbox,
  type StepAttempt,
  type StepStreams,
  type Timer,
  toTimestamp,
  unlimited,
} from "@lockstep/model";

import { acceptInput } from "./admission/accept-input.ts";
import type { ChildRequest } from "./admission/compose-child.ts";
import type { HttpClient } from "./http/http-client.ts";
import { localEnvironment } from "./local-environment.ts";
import type { Mailer } from "./mail/mailer.ts";
import { createMemoryRunFiles } from "./memory-run-files.ts";
import { createMemoryRunStore, type MemoryRunStore } from "./memory-run-store.ts";
import { createRunner, type Runner } from "./runner.ts";
import type { Rehearsal } from "./running/rehearsal.ts";
import { StepFailure } from "./step-failure.ts";

/** What stands in for an environment when a pipeline runs from a file. */
export interface LocalRunOptions {
  readonly environmentName: string;
  readonly variables: JsonObject;
  /** Values by name. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly egress: Environment["egress"];
  /** Their secrets are among `secrets`. */
  readonly declaredConnections: Environment["connections"];
  /** One whose secret is not among `secrets` cannot be sent to. */
  readonly declaredChannels: Environment["channels"];
  readonly http: HttpClient;
  readonly mailer: Mailer;
  /** Where answers go while they come in. */
  readonly streams: StepStreams;
  readonly sandbox: Sandbox;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  readonly signal: AbortSignal;
  /** Makes the run a test. */
  readonly rehearsal?: Rehearsal;
  /** Told what the journal was given, at once, in order. */
  readonly onEntry?: (entry: JournalEntry) => void;
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
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
  });
  await executeToEnd(run.id, { store, runner: runnerOver(store, loaded, options) }, options);
  return readResult(store, run.id);
}

function runnerOver(store: MemoryRunStore, loaded: LoadedPipeline, options: LocalRunOptions): Runner {
  const { http, mailer, streams, sandbox, connections, clock, timer, secrets, rehearsal } = options;
  const policy = localEnvironment(options);
  return createRunner({
    runs: { ...store, write: (entries) => writeAloud(store, entries, options) },
    composeChild: refuseChild,
    configuration: async () => policy,
    pipelines: { load: async () => loaded },
    secrets: { resolve: async (_environment, { ref }) => secrets[ref.slice("local:".length)] ?? "" },
    http,
    mailer,
    streams,
    sandbox,
    connections,
    files: createMemoryRunFiles(),
    clock,
    timer,
    ...(rehearsal === undefined ? {} : { rehearsal }),
  });
}

async function writeAloud(
  store: MemoryRunStore,
  entries: readonly JournalEntry[],
  { onEntry }: LocalRunOptions,
): ReturnType<MemoryRunStore["write"]> {
  const outcomes = await store.write(entries);
  if (onEntry !== undefined) for (const entry of entries) onEntry(entry);
  return outcomes;
}

/** A file stands alone: there is no environment in which other pipelines are applied. */
async function refuseChild({ callee }: ChildRequest): Promise<never> {
  throw new StepFailure(
    "execution",
    `${callee} cannot be run from a file; start this pipeline in an environment.`,
  );
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
