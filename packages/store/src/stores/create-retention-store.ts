import type { RetentionStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { eraseRun } from "../queries/erase-run.ts";
import { listErasures } from "../queries/list-erasures.ts";
import { listForSweep } from "../queries/list-for-sweep.ts";
import { removeRuns } from "../queries/remove-runs.ts";

export function createRetentionStore(database: Database): RetentionStore {
  return {
    listForSweep: (request) => database.read(listForSweep(request)),
    remove: (runs, rows) => database.transact(() => removeRuns(runs, rows)),
    erase: (erasure) => database.transact(() => eraseRun(erasure)),
    listErasures: (filter, page) => database.read(listErasures(filter, page)),
  };
}
