import { EventEmitter } from "node:events";

import { Bell, Failure, type Timer, toFailure } from "@lockstep/model";
import { Logger, run, type Runner, type TaskList, type WorkerEvents, type WorkerPool } from "graphile-worker";

export interface JobPoolOptions {
  readonly databaseUrl: string;
  /** Most jobs at once; also how many are fetched at once. */
  readonly concurrency: number;
  /** What to do with a job, by queue. Queues may be added at any time. */
  readonly tasks: TaskList;
  readonly timer: Timer;
  onFault(failure: Failure, run: null): void;
}

/** The connection to graphile-worker's jobs. */
export interface JobPool {
  /** Under what name jobs are locked right now. */
  readonly id: string | null;
  /** Looks for jobs now. */
  nudge(): void;
  /** Takes nothing more and gives back what nobody works on; resolves when everything under way has ended. */
  stop(): Promise<void>;
}

/** The pause before jobs are served again after graphile-worker gave up, in milliseconds. */
const pauseMs = 1_000;

/** What graphile-worker is asked for; the figures are those with which bench/run is fastest. */
const preset = (concurrency: number) => ({
  worker: {
    // A job whose notification was lost is found this late.
    pollInterval: 1_000,
    // What was fetched and finds no free place goes back soon: another worker may have one.
    localQueue: { size: concurrency, ttl: 250 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
  },
});

/** Serves jobs, and begins anew when graphile-worker gives up after faults of the database. */
export function startJobPool({ databaseUrl, concurrency, tasks, timer, onFault }: JobPoolOptions): JobPool {
  const bell = new Bell(timer);
  const stopping = new AbortController();
  const logger = new Logger(() => (level, message) => {
    if (level === "error") onFault(new Failure("internal", message), null);
  });
  let runner: Runner | null = null;
  let pool: WorkerPool | null = null;

  async function start(): Promise<Runner> {
    const events: WorkerEvents = new EventEmitter();
    events.on("pool:create", ({ workerPool }) => {
      pool = workerPool;
    });
    return run({
      connectionString: databaseUrl,
      concurrency,
      taskList: tasks,
      noHandleSignals: true,
      preset: preset(concurrency),
      logger,
      events,
    });
  }

  async function serve(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        runner = await start();
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (thrown) {
        onFault(toFailure(thrown), null);
      }
      runner = null;
      pool = null;
      if (!stopping.signal.aborted) await bell.wait(pauseMs);
    }
  }

  const serving = serve();
  return {
    get id() {
      return pool?.id ?? null;
    },
    nudge() {
      pool?.nudge(concurrency);
    },
    async stop() {
      stopping.abort();
      bell.ring();
      // One that has stopped by itself refuses to stop again; its fault was told of already.
      await runner?.stop().catch(() => {});
      await serving;
    },
  };
}
