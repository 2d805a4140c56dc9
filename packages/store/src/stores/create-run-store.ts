import type { RunStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { claimNamedRuns, claimRuns } from "../queries/claim-runs.ts";
import { countRuns } from "../queries/count-runs.ts";
import { createRun } from "../queries/create-run.ts";
import { listRunLogs } from "../queries/list-run-logs.ts";
import { listRuns } from "../queries/list-runs.ts";
import { loadAttemptsOfRuns } from "../queries/load-attempts-of-runs.ts";
import { loadNextDue } from "../queries/load-next-due.ts";
import { loadRun } from "../queries/load-run.ts";
import { releaseRuns } from "../queries/release-runs.ts";
import { renewRuns } from "../queries/renew-runs.ts";
import { requestCancel } from "../queries/request-cancel.ts";
import { writeJournal } from "../queries/write-journal.ts";

export function createRunStore(database: Database, signals: Signals): RunStore {
  return {
    create: async (run) => {
      const created = await database.transact(() => createRun(run));
      if (created.isNew) await signals.notify("event");
      return created;
    },
    claim: (request) => database.transact(() => claimRuns(request)),
    claimNamed: (request) => database.transact(() => claimNamedRuns(request)),
    renew: (holder, ids, leaseMs) => database.transact(() => renewRuns({ holder, ids, leaseMs })),
    release: (holder, ids) => database.transact(() => releaseRuns(holder, ids)),
    write: async (entries) => {
      const outcomes = await database.transact(() => writeJournal(entries));
      if (entries.some(({ events }) => events.length > 0)) await signals.notify("event");
      return outcomes;
    },
    load: (id) => database.read(loadRun(id)),
    loadAttempts: async (run) => (await database.read(loadAttemptsOfRuns([run]))).get(run) ?? [],
    listLogs: (run, filter, page) => database.read(listRunLogs(run, filter, page)),
    list: (filter, page) => database.read(listRuns(filter, page)),
    nextDue: () => database.read(loadNextDue()),
    counts: () => database.read(countRuns()),
    requestCancel: (id) => database.transact(() => requestCancel(id)),
  };
}
