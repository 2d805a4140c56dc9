import { sql } from "drizzle-orm";

import type { JobStatements } from "./dialect.ts";

/** graphile-worker's jobs, in its own schema. A Lockstep queue is its task identifier, never its `queue_name`. */
export const postgresJobs: JobStatements = {
  unlock: (pools) => sql`SELECT graphile_worker.force_unlock_workers(${pools}::text[])`,
  queues: sql`SELECT identifier AS queue FROM graphile_worker._private_tasks`,
};
