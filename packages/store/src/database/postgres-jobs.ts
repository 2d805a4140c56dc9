import { sql } from "drizzle-orm";

import type { JobStatements } from "./dialect.ts";

/** graphile-worker's jobs, in its own schema. A Lockstep queue is its task identifier, never its `queue_name`. */
export const postgresJobs: JobStatements = {
  unlock: (pools) => sql`SELECT graphile_worker.force_unlock_workers(${pools}::text[])`,
  // A worker claims a run within milliseconds of locking its job: it died, or the answer to its fetch was lost.
  unlockOrphans: sql`
    UPDATE graphile_worker._private_jobs AS jobs SET locked_at = NULL, locked_by = NULL
    FROM runs WHERE jobs.key = runs.id AND jobs.locked_at < now() - INTERVAL '5 seconds'
      AND (runs.state = 'queued' OR runs.holder IS NULL AND runs.due_at <= lockstep_now())`,
  queues: sql`SELECT identifier AS queue FROM graphile_worker._private_tasks`,
};
