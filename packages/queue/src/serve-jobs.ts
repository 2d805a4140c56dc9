import { Failure, type Signals } from "@lockstep/model";
import type { Task, TaskList } from "graphile-worker";

import type { ExecuteOptions, RunService } from "./execute-options.ts";
import { HeldRuns } from "./held-runs.ts";
import { startJobPool } from "./job-pool.ts";
import { createNamedClaims } from "./named-claims.ts";
import { watchQueues } from "./watch-queues.ts";

export interface ServeJobsOptions extends ExecuteOptions {
  readonly databaseUrl: string;
  readonly signals: Signals;
  /** Null serves every queue there is, also those that appear later. */
  readonly queues: readonly string[] | null;
  listQueues(): Promise<readonly string[]>;
}

/** Serves nothing: graphile-worker must know one task at least, also before there are queues. */
const noQueue = "lockstep:none";

/**
 * Executes runs that jobs name, as many at once as `concurrency` allows. A job is only a wake-up: what it names is
 * claimed under a lease first, and a run that is over, somebody else's or not due is left alone. Whatever goes wrong
 * with a run is settled by its lease; so no job ever fails, and none spends its attempts.
 */
export function serveJobs(options: ServeJobsOptions): RunService {
  const held = new HeldRuns(options, () => {});
  const claims = createNamedClaims(options);
  const underWay = new Map<string, Promise<void>>();

  async function execute(run: string): Promise<void> {
    const claimed = await claims.claim(run);
    if (claimed !== null) await held.hold(claimed);
  }

  /** What wakes a run that is still here may be news to it: it is claimed again once it is out of our hands. */
  async function wake(run: string): Promise<void> {
    const next = underWay.get(run)?.then(() => execute(run)) ?? execute(run);
    underWay.set(run, next);
    try {
      await next;
    } finally {
      if (underWay.get(run) === next) underWay.delete(run);
    }
  }

  const task: Task = (payload) => wake(runOf(payload));
  const tasks: TaskList = Object.fromEntries((options.queues ?? [noQueue]).map((queue) => [queue, task]));
  const pool = startJobPool({ ...options, tasks });
  const watch = options.queues === null ? watchQueues(options, serveAlso) : null;

  function serveAlso(queues: readonly string[]): void {
    const fresh = queues.filter((queue) => !(queue in tasks));
    for (const queue of fresh) tasks[queue] = task;
    if (fresh.length > 0) pool.nudge();
  }

  return {
    get size() {
      return held.size;
    },
    get pool() {
      return pool.id;
    },
    async stop({ graceMs }) {
      await watch?.stop();
      const stopped = pool.stop();
      const giveUp = options.timer.after(graceMs, () => claims.close());
      await held.drain(graceMs);
      await stopped;
      giveUp();
    },
  };
}

function runOf(payload: unknown): string {
  const isJob = typeof payload === "object" && payload !== null && "run" in payload;
  if (isJob && typeof payload.run === "string") return payload.run;
  throw new Failure("internal", "A job in a queue of Lockstep names no run.");
}
