import {
  type Connections,
  type Environment,
  type Json,
  type NewRun,
  type Pipeline,
  type PipelineLoader,
  type Run,
  type RunFiles,
  type Sandbox,
  type SecretSource,
  type StepAttempt,
  type StepStreams,
  unlimited,
} from "@lockstep/model";

import type { ComposeChild } from "../admission/compose-child.ts";
import { createDeafStreams } from "../deaf-streams.ts";
import type { HttpClient } from "../http/http-client.ts";
import type { Mailer } from "../mail/mailer.ts";
import { createMemoryRunFiles } from "../memory-run-files.ts";
import { createMemoryRunStore, type MemoryRunStore } from "../memory-run-store.ts";
import { createRunner, type Runner } from "../runner.ts";
import { createConfigurationLoader } from "../running/configuration-loader.ts";
import { environmentOf, environmentStoreOf } from "./environments.ts";
import { createFakeHttpClient } from "./fake-http-client.ts";
import { createFakeMailer } from "./fake-mailer.ts";
import { createFakeTime, type FakeTime } from "./fake-time.ts";
import { idleConnections, idleSandbox } from "./idle-powers.ts";
import { load, loaderOf } from "./pipelines.ts";

export interface WorldOptions {
  readonly environment?: Environment;
  readonly http?: HttpClient;
  readonly mailer?: Mailer;
  readonly streams?: StepStreams;
  readonly sandbox?: Sandbox;
  readonly connections?: Connections;
  readonly files?: RunFiles;
  readonly secrets?: SecretSource;
  readonly pipelines?: PipelineLoader;
  readonly input?: Json;
  readonly composeChild?: ComposeChild;
}

/** One run of one pipeline with everything around it faked but the engine. */
export interface World {
  readonly time: FakeTime;
  readonly store: MemoryRunStore;
  readonly runner: Runner;
  /** Claims the run and executes it until it ends or parks, moving time on whenever nothing else happens. */
  execute(signal?: AbortSignal): Promise<Run>;
  /** {@link execute} again and again until the run is over. */
  finish(): Promise<Run>;
  attempts(): Promise<readonly StepAttempt[]>;
}

export const runId = "run-1";

export function newRunOf(pipeline: Pipeline, given: Partial<NewRun> = {}): NewRun {
  const { content, manifest } = load(pipeline);
  return {
    id: runId,
    environment: "staging",
    slug: pipeline.slug,
    version: pipeline.version,
    content,
    manifest,
    revision: "0".repeat(40),
    deploy: "deploy-1",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: pipeline.team,
    queue: "shared",
    priority: 5,
    input: null,
    deadlineAt: "2026-02-03T15:00:00.000Z",
    idempotency: null,
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
    ...given,
  };
}

export async function createWorld(pipeline: Pipeline, options: WorldOptions = {}): Promise<World> {
  const time = createFakeTime();
  const store = createMemoryRunStore(time);
  await store.create(newRunOf(pipeline, { input: options.input ?? null }));
  return worldOver(pipeline, { ...options, time, store });
}

/** A world whose run is already in the store. */
export function worldOver(
  pipeline: Pipeline,
  given: WorldOptions & { time: FakeTime; store: MemoryRunStore },
): World {
  const { time, store, environment = environmentOf() } = given;
  const runner = createRunner({
    runs: store,
    composeChild: given.composeChild ?? noChildren,
    configuration: createConfigurationLoader(environmentStoreOf(environment)),
    pipelines: given.pipelines ?? loaderOf(pipeline),
    secrets: given.secrets ?? { resolve: async (_environment, { ref }) => `value-of-${ref}` },
    sandbox: given.sandbox ?? idleSandbox,
    connections: given.connections ?? idleConnections,
    files: given.files ?? createMemoryRunFiles(),
    http: given.http ?? createFakeHttpClient(() => ({ json: null })),
    mailer: given.mailer ?? createFakeMailer(),
    streams: given.streams ?? createDeafStreams(),
    clock: time,
    timer: time,
  });

  async function loadRun(): Promise<Run> {
    const run = await store.load(runId);
    if (run === null) throw new RangeError("the run is gone");
    return run;
  }

  async function execute(signal = new AbortController().signal): Promise<Run> {
    const [claimed] = await store.claim({ holder: "test", queues: null, limit: 1, leaseMs: 30_000 });
    if (claimed === undefined) throw new RangeError("there is nothing to claim");
    await passTime(time, runner.execute(claimed, signal));
    return loadRun();
  }

  async function finish(): Promise<Run> {
    for (;;) {
      const run = await execute();
      if (run.state !== "waiting") return run;
      time.advance(Date.parse(run.wakeAt ?? "") - time.now());
    }
  }

  return { time, store, runner, execute, finish, attempts: () => store.loadAttempts(runId) };
}

const noChildren: ComposeChild = async ({ callee }) => {
  throw new RangeError(`nothing knows ${callee}`);
};

/** Fires the next timer whenever everything that could happen without one has happened. */
export async function passTime<Value>(time: FakeTime, work: Promise<Value>): Promise<Value> {
  const done = new AbortController();
  const end = (): void => {
    done.abort();
  };
  work.then(end, end);
  while (!done.signal.aborted) {
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const due = time.nextDue();
    if (!done.signal.aborted && due !== null) time.advance(due - time.now());
  }
  return work;
}
