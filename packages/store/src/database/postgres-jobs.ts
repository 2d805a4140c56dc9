import { sql } from "drizzle-orm";

import type { JobStatements } from "./dialect.ts";

/** graphile-worker's jobs, in its own schema. A Lockstep queue is its task identifier, never its `queue_name`. */
export const postgresJobs: JobStatements = {
  unlock: (pools) => sql`SELECT graphile_worker.force_unlock_workers(${pools}::text[])`,
  unlockOrphans: sql`
    SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by)) FROM graphile_worker.jobs
    WHERE locked_at < now() - INTERVAL '10 seconds'
      AND NOT EXISTS (SELECT 1 FROM workers WHERE pool = locked_by)`,
  addMissing: (sinceMs) => sql`
    SELECT graphile_worker.add_job(
      queue, json_build_object('run', id), max_attempts => 25, job_key => id, priority => -priority::integer)
    FROM (
      SELECT id, queue, priority FROM runs
      WHERE state = 'queued' AND created_at < lockstep_after(${sinceMs})
        OR holder IS NULL AND due_at < lockstep_after(${sinceMs})
    ) AS due
    WHERE NOT EXISTS (SELECT 1 FROM graphile_worker.jobs WHERE key = due.id)`,
  queues: sql`SELECT identifier AS queue FROM graphile_worker._private_tasks`,
};
