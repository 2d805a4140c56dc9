import { EventEmitter } from "node:events";

import { Bell, Failure, type Timer, toFailure } from "@lockstep/model";
import {
  Logger,
  run,
  type Runner,
  type Task,
  type TaskList,
  type WorkerEvents,
  type WorkerPool,
} from "graphile-worker";
import pg from "pg";

export interface JobPoolOptions {
  readonly databaseUrl: string;
  /** Most jobs at once; also how many are fetched at once. */
  readonly concurrency: number;
  readonly queues: readonly string[];
  /** What to do with each job. */
  readonly task: Task;
  readonly timer: Timer;
  /** Makes known under what name jobs are about to be locked: whoever dies before that leaves them locked. */
  announce(): Promise<void>;
  onFault(failure: Failure, run: null): void;
}

/** The connection to graphile-worker's jobs. */
export interface JobPool {
  /** Under what name jobs are locked right now. */
  readonly id: string | null;
  /** Serves more queues from now on. */
  serveAlso(queues: readonly string[]): void;
  /** Takes nothing more and gives back what nobody works on; resolves when everything under way has ended. */
  stop(): Promise<void>;
}

/** The pause before jobs are served again after graphile-worker gave up, in milliseconds. */
const pauseMs = 1_000;

/** graphile-worker must know one task at least, also before any queue may be served. Either of these, never both. */
const noQueues = ["lockstep:none", "lockstep:nothing"] as const;

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
export function startJobPool(options: JobPoolOptions): JobPool {
  const bell = new Bell(options.timer);
  const stopping = new AbortController();
  const queues = new Set(options.queues);
  let runner: Runner | null = null;
  let pool: WorkerPool | null = null;
  let isAnnounced = false;
  /** graphile-worker looks at it before each fetch. */
  let tasks: TaskList = {};

  function serveQueues(served: Iterable<string>): void {
    for (const queue of served) tasks[queue] = options.task;
    pool?.nudge(options.concurrency);
  }

  /** It keeps a failed look-up of its tasks' ids for ever, unless a name among them changes: so one does. */
  function lookUpAnew(): void {
    const [before, after] = noQueues[0] in tasks ? noQueues : noQueues.toReversed();
    delete tasks[before ?? ""];
    tasks[after ?? ""] = () => {};
  }

  /** Its local queue cannot be given up while jobs are in it, and it says so. Whoever leaves frees its jobs anyway. */
  function onError(message: string): void {
    if (stopping.signal.aborted) return;
    options.onFault(new Failure("internal", message), null);
    lookUpAnew();
  }

  async function start(pgPool: pg.Pool): Promise<Runner> {
    tasks = { [noQueues[0]]: () => {} };
    const events: WorkerEvents = new EventEmitter();
    events.on("pool:create", ({ workerPool }) => {
      pool = workerPool;
    });
    return run({ ...settingsOf(options, onError), pgPool, taskList: tasks, events });
  }

  async function serveUntilFault(): Promise<void> {
    const connections = openConnections(options.databaseUrl);
    try {
      await serveWith(connections.pool);
    } finally {
      await connections.close();
    }
  }

  async function serveWith(pgPool: pg.Pool): Promise<void> {
    runner = await start(pgPool);
    try {
      await options.announce();
      isAnnounced = true;
      serveQueues(queues);
      if (stopping.signal.aborted) await runner.stop();
    } catch (thrown) {
      await runner.stop();
      throw thrown;
    }
    await runner.promise;
  }

  async function serve(): Promise<void> {
    while (!stopping.signal.aborted) {
      await serveUntilFault().catch((thrown: unknown) => {
        if (!stopping.signal.aborted) options.onFault(toFailure(thrown), null);
      });
      runner = null;
      pool = null;
      isAnnounced = false;
      if (!stopping.signal.aborted) await bell.wait(pauseMs);
    }
  }

  const serving = serve();
  return {
    get id() {
      return pool?.id ?? null;
    },
    serveAlso(more) {
      const fresh = more.filter((queue) => !queues.has(queue));
      for (const queue of fresh) queues.add(queue);
      // The announcement brings all queues that are known by then.
      if (fresh.length > 0 && isAnnounced) serveQueues(fresh);
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

/** Connections that end when they are told to: graphile-worker leaves some open when it fails to stop in order. */
function openConnections(connectionString: string): { readonly pool: pg.Pool; close(): Promise<void> } {
  // One listens, one fetches, one completes; what is left is for what goes wrong.
  const pool = new pg.Pool({ connectionString, max: 5 });
  const clients = new Set<pg.PoolClient>();
  pool.on("connect", (client) => {
    clients.add(client);
    // A connection that breaks while nobody listens to it would end the process.
    client.on("error", () => {});
  });
  pool.on("remove", (client) => clients.delete(client));
  pool.on("error", () => {});
  return {
    pool,
    async close() {
      void pool.end().catch(() => {});
      await Promise.all([...clients].map((client) => (client as unknown as pg.Client).end().catch(() => {})));
    },
  };
}

function settingsOf({ concurrency }: JobPoolOptions, onError: (message: string) => void) {
  const logger = new Logger(() => (level, message) => {
    if (isError(level)) onError(message);
  });
  return {
    concurrency,
    noHandleSignals: true,
    preset: preset(concurrency),
    logger,
  };
}

/** Its levels are an enum that only its own compiler sees. */
function isError(level: string): boolean {
  return level === "error";
}
