import type { WorkerSelf } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { workers } from "../schema/index.ts";

const upsert = insertInto(workers, {
  columns: ["id", "name", "queues", "concurrency", "running", "draining", "pool"],
  computed: { started_at: sql`lockstep_now()`, beat_at: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (id) DO UPDATE SET
    running = excluded.running, draining = excluded.draining, pool = excluded.pool, beat_at = excluded.beat_at`,
});

/** A worker's sign of life; makes it known again after it was given up. */
export function* beatWorker({ queues, isDraining, ...worker }: WorkerSelf): Query<void> {
  const { id, name, concurrency, running, pool } = worker;
  const draining = isDraining ? 1 : 0;
  yield* inserted(upsert, [
    {
      id,
      name,
      queues: queues === null ? null : JSON.stringify(queues),
      concurrency,
      running,
      draining,
      pool,
    },
  ]);
}
