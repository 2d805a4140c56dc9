import { createController, createRepositorySource } from "@lockstep/controller";
import {
  createChildComposer,
  createConfigurationLoader,
  createNodeHttpClient,
  createNodeMailer,
  createRunner,
  startRun,
} from "@lockstep/engine";
import { createNoForge } from "@lockstep/forge";
import { openRepository } from "@lockstep/git";
import { createPipelineLoader } from "@lockstep/manifest";
import { controllerActor, type OrgStore, type SecretSource, systemClock, systemTimer } from "@lockstep/model";
import { serveRuns } from "@lockstep/queue";
import type { TestRepository } from "@lockstep/testkit";
import { v7 as uuidv7 } from "uuid";

import { type BenchDatabase, openBenchStore } from "./databases.ts";

/** The parts of `lockstep up` that execute runs, in this process, with one pipeline applied. */
export interface RunningOrg {
  readonly store: OrgStore;
  /** Accepts a run; resolves with its id once it is durable. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** Told of each run when its first step is about to be executed, and when its end is durable. */
export interface RunListener {
  onStart(run: string): void;
  onEnd(run: string): void;
}

export const ids = { next: () => uuidv7() };
const secrets: SecretSource = { resolve: async () => "" };

export async function startOrg(
  database: BenchDatabase,
  repository: TestRepository,
  listener: RunListener,
): Promise<RunningOrg> {
  const store = await openBenchStore(database);
  await applyOnce(store, repository, database.dataDirectory);
  const pipelines = createPipelineLoader(store.versions);
  const shared = { pipelines, clock: systemClock, timer: systemTimer };
  const configuration = createConfigurationLoader(store.environments);
  const runner = createRunner({
    ...shared,
    runs: store.runs,
    configuration,
    secrets,
    http: createNodeHttpClient(),
    mailer: createNodeMailer(),
    streams: store.streams,
    composeChild: createChildComposer({ ...shared, ...store, ids }),
    sandbox: { evaluate: () => Promise.reject(new RangeError("no step of the benchmark runs code")) },
    connections: { query: () => Promise.reject(new RangeError("no step of the benchmark runs SQL")) },
    files: store.runFiles,
  });
  const service = serveRuns({
    ...shared,
    runs: store.runs,
    signals: store.signals,
    holder: "bench",
    queues: null,
    concurrency: 256,
    leaseMs: 5_000,
    async execute(claimed, signal) {
      listener.onStart(claimed.run.id);
      await runner.execute(claimed, signal);
      listener.onEnd(claimed.run.id);
    },
    onReplies: (run) => runner.hear(run),
    onFault: (failure) => {
      throw failure;
    },
  });
  const { environments, runs, signals } = store;
  const deps = { environments, runs, signals, pipelines, ids, clock: systemClock };
  return {
    store,
    start: async () => (await startRun(deps, runRequest)).run.id,
    async stop() {
      await service.stop({ graceMs: 5_000 });
      await store.close();
    },
  };
}

/** A run of the one pipeline. */
export const runRequest = {
  environment: "staging",
  slug: "three-steps",
  version: null,
  input: {},
  trigger: { type: "api", id: null },
  actor: controllerActor,
  idempotency: null,
} as const;

/** What a controller does first. */
export async function applyOnce(
  store: OrgStore,
  repository: TestRepository,
  directory: string,
): Promise<void> {
  const opened = await openRepository({
    location: repository.directory,
    directory,
    token: null,
    native: "off",
  });
  const source = createRepositorySource(opened);
  const controller = createController({
    store,
    source,
    forge: createNoForge(),
    secrets,
    ids,
    clock: systemClock,
    timer: systemTimer,
    random: Math.random,
    holder: "bench",
    controlBranch: "main",
    pollMs: 3_600_000,
    runTests: async () => [],
    startRun: () => Promise.reject(new Error("nothing is started here")),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onReconciled: () => {},
  });
  await controller.reconcile();
  await controller.stop();
  await source.close();
}
