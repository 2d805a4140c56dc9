import type { Worker } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { workers } from "../schema/index.ts";

export type WorkerRow = InferSelectModel<typeof workers>;

export function workerOf({ id, name, queues, concurrency, running, ...row }: WorkerRow): Worker {
  return {
    id,
    name,
    queues: queues === null ? null : (JSON.parse(queues) as readonly string[]),
    concurrency,
    running,
    isDraining: row.draining === 1,
    startedAt: row.started_at,
    beatAt: row.beat_at,
  };
}
