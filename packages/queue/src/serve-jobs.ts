import type { Signals } from "@lockstep/model";

import { claimForJobs } from "./claim-for-jobs.ts";
import type { ExecuteOptions, RunService } from "./execute-options.ts";
import { startJobPool } from "./job-pool.ts";
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
 * Executes runs that jobs wake. Whatever goes wrong with a run is settled by its lease; so no job ever fails, and none
 * spends its attempts.
 */
export function serveJobs(options: ServeJobsOptions): RunService {
  const { queues } = options;
  const claims = claimForJobs(options);
  const pool = startJobPool({ ...options, queues: queues ?? [], task: claims.wake });
  const watch = queues === null ? watchQueues(options, pool.serveAlso) : null;
  return {
    get size() {
      return claims.size;
    },
    get pool() {
      return pool.id;
    },
    async stop({ graceMs }) {
      await watch?.stop();
      await Promise.all([pool.stop(), claims.stop(graceMs)]);
    },
  };
}
