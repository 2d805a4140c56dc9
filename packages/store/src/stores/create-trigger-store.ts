import type { Signals, TriggerStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { advanceSchedules } from "../queries/advance-schedules.ts";
import { claimFirings } from "../queries/claim-firings.ts";
import { insertFirings } from "../queries/insert-firings.ts";
import { listDueSchedules } from "../queries/list-due-schedules.ts";
import { listFiringsOfEvent } from "../queries/list-firings-of-event.ts";
import { listFirings } from "../queries/list-firings.ts";
import { listTriggers } from "../queries/list-triggers.ts";
import { loadNextFiring } from "../queries/load-next-firing.ts";
import { loadTrigger } from "../queries/load-trigger.ts";
import { pruneFirings } from "../queries/prune-firings.ts";
import { raiseEvent } from "../queries/raise-event.ts";
import { settleFiring } from "../queries/settle-firing.ts";
import { startFiring } from "../queries/start-firing.ts";

export function createTriggerStore(database: Database, signals: Signals): TriggerStore {
  return {
    load: (environment, slug, trigger) => database.read(loadTrigger(environment, slug, trigger)),
    list: (environment, slug, page) => database.read(listTriggers(environment, slug, page)),
    listDueSchedules: (limit) => database.read(listDueSchedules(limit)),
    advanceSchedules: (advances) => database.transact(() => advanceSchedules(advances)),
    raise: (environment, event, leaseMs) =>
      database.transact(() => raiseEvent(environment, event, Math.ceil(leaseMs))),
    listFiringsOfEvent: (environment, event) => database.read(listFiringsOfEvent(environment, event)),
    claimFirings: (limit, leaseMs) => database.transact(() => claimFirings(limit, Math.ceil(leaseMs))),
    start: async (start) => {
      const started = await database.transact(() => startFiring(start));
      if (started.outcome === "started") await signals.notify("event");
      return started;
    },
    settle: (name, settlement) => database.transact(() => settleFiring(name, settlement)),
    recordFailure: (firing, reason) =>
      database.transact(() => insertFirings([{ firing, reason, state: "failed", afterMs: 0 }])),
    listFirings: (filter, page) => database.read(listFirings(filter, page)),
    nextDue: () => database.read(loadNextFiring()),
    prune: (before) => database.transact(() => pruneFirings(before)),
  };
}
