import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startRun } from "@lockstep/engine";
import { createPipelineLoader } from "@lockstep/manifest";
import { Bell, type OrgStore, systemClock, systemTimer } from "@lockstep/model";
import type { TestRepository } from "@lockstep/testkit";
import pg from "pg";

import { type BenchDatabase, openBenchStore } from "./databases.ts";
import { type LockstepProcess, startLockstep } from "./lockstep-process.ts";
import { applyOnce, ids, runRequest } from "./running-org.ts";

/** What an API process does when it accepts runs, in this process, beside real worker processes. */
export interface DistributedOrg {
  readonly store: OrgStore;
  /** Accepts a run; resolves once the database says that it has ended. */
  runOne(): Promise<void>;
  /** Accepts a run. */
  accept(): Promise<void>;
  addWorker(): Promise<void>;
  /** Milliseconds between acceptance and claim of the runs so far, by the database's clock. */
  readStartLatencies(): Promise<readonly number[]>;
  /** Milliseconds from the first claim to the last end of all runs. */
  readDrainTime(): Promise<number>;
  forgetRuns(): Promise<void>;
  /** Keeps what was accepted from being taken until workers have started. */
  holdBacklog(): Promise<void>;
  releaseBacklog(): Promise<void>;
  /** Resolves when no run is left that has not ended. */
  untilDrained(): Promise<void>;
  /** Stops the workers as well. */
  stop(): Promise<void>;
}

export async function startDistributedOrg(
  database: BenchDatabase,
  repository: TestRepository,
): Promise<DistributedOrg> {
  const store = await openBenchStore(database);
  await applyOnce(store, repository, database.dataDirectory);
  // Workers check that the database belongs to their repository.
  await store.claimInstallation(repository.url);
  const observer = new pg.Client(database.url ?? "");
  await observer.connect();
  const workers: { readonly process: LockstepProcess; readonly directory: string }[] = [];
  const { environments, runs, signals } = store;
  const deps = {
    environments,
    runs,
    signals,
    pipelines: createPipelineLoader(store.versions),
    ids,
    clock: systemClock,
  };
  const ends = await watchEnds(observer);

  async function read(expression: string): Promise<number[]> {
    const { rows } = await observer.query<{ ms: number }>(`SELECT (${expression})::float AS ms FROM runs`);
    return rows.map(({ ms }) => ms);
  }

  async function stopWorkers(): Promise<void> {
    for (const { process, directory } of workers.splice(0)) {
      await process.stop();
      await rm(directory, { recursive: true, force: true });
    }
  }

  return {
    store,
    runOne: async () => ends.of((await startRun(deps, runRequest)).run.id),
    accept: async () => void (await startRun(deps, runRequest)),
    async addWorker() {
      const directory = await mkdtemp(join(tmpdir(), "lockstep-worker-"));
      const process = await startLockstep({
        repository: repository.url,
        dataDirectory: directory,
        databaseUrl: database.url,
        hasNativeGit: true,
        args: ["worker", "--queue", "data", "--concurrency", "256"],
      });
      workers.push({ process, directory });
    },
    readStartLatencies: () =>
      read("extract(epoch FROM started_at::timestamptz - created_at::timestamptz) * 1000"),
    async readDrainTime() {
      const [ms] = await read(
        "extract(epoch FROM max(ended_at)::timestamptz - min(started_at)::timestamptz) * 1000",
      );
      return ms ?? Number.NaN;
    },
    async forgetRuns() {
      await observer.query("TRUNCATE runs, step_attempts, run_logs");
    },
    async holdBacklog() {
      await observer.query(`${postpone} INTERVAL '1 hour'`);
    },
    async releaseBacklog() {
      await observer.query(`${postpone} INTERVAL '0'`);
      await observer.query(`NOTIFY "jobs:insert", '{"count":1}'`);
    },
    async untilDrained() {
      for (;;) {
        const { rowCount } = await observer.query("SELECT 1 FROM runs WHERE ended_at IS NULL LIMIT 1");
        if (rowCount === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      await stopWorkers();
      ends.stop();
      await observer.end();
      await store.close();
    },
  };
}

const postpone = "UPDATE graphile_worker._private_jobs SET run_at = now() +";

/** How often ends are asked for without any event, in milliseconds. */
const patienceMs = 100;

/** Tells of ends: asks for all that are awaited whenever a worker says that something has happened. */
async function watchEnds(observer: pg.Client) {
  const awaited = new Map<string, () => void>();
  const bell = new Bell(systemTimer);
  const stopping = new AbortController();
  observer.on("error", () => {});
  observer.on("notification", () => bell.ring());
  await observer.query("LISTEN lockstep_event");

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await bell.wait(patienceMs);
      if (awaited.size === 0) continue;
      const { rows } = await observer.query<{ id: string }>({
        name: "ends",
        text: "SELECT id FROM runs WHERE id = ANY($1) AND ended_at IS NOT NULL",
        values: [[...awaited.keys()]],
      });
      for (const { id } of rows) {
        awaited.get(id)?.();
        awaited.delete(id);
      }
    }
  }

  void watch();
  return {
    of: (run: string) => new Promise<void>((resolve) => awaited.set(run, resolve)),
    stop() {
      stopping.abort();
      bell.ring();
    },
  };
}
