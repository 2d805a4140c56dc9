import type { Signals, WorkerStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { beatWorker } from "../queries/beat-worker.ts";
import { listQueues } from "../queries/list-queues.ts";
import { listWorkers } from "../queries/list-workers.ts";
import { leaveWork, takeOverRuns } from "../queries/take-over-runs.ts";

export function createWorkerStore(database: Database, signals: Signals): WorkerStore {
  const { jobs } = database.dialect;
  return {
    beat: (worker) => database.transact(() => beatWorker(worker)),
    leave: async (id) => {
      const freed = await database.transact(() => leaveWork(id, jobs));
      if (freed > 0) await signals.notify("run");
    },
    list: () => database.read(listWorkers()),
    takeOver: async (silentMs) => {
      const taken = await database.transact(() => takeOverRuns(silentMs, jobs));
      if (taken.runs > 0) await signals.notify("run");
      return taken;
    },
    listQueues: () => database.read(listQueues()),
  };
}
