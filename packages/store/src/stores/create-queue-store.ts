import type { QueueStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { explainWaits } from "../queries/explain-waits.ts";
import { loadQueues } from "../queries/load-queues.ts";

export function createQueueStore(database: Database): QueueStore {
  return {
    load: (environment) => database.snapshot(loadQueues(environment)),
    explain: (runs) => database.snapshot(explainWaits(runs)),
  };
}
