import { Failure, type Signals } from "@lockstep/model";

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
  /** Makes the service known to the others, with its `pool`, before it locks a job. */
  announce(): Promise<void>;
}

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

  const pool = startJobPool({
    ...options,
    queues: options.queues ?? [],
    task: (payload) => wake(runOf(payload)),
  });
  const watch = options.queues === null ? watchQueues(options, pool.serveAlso) : null;

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
