import type { DriftStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { acknowledgeDrift, noteAdoption } from "../queries/acknowledge-drift.ts";
import { detectedOf, listDrift, loadDrift } from "../queries/list-drift.ts";
import { loadAssigned } from "../queries/load-assigned.ts";
import { revertDrift } from "../queries/revert-drift.ts";
import { saveDrift } from "../queries/save-drift.ts";
import { loadLive } from "./load-live.ts";
import { type PlannedLocks, readDriftSides } from "./read-drift-sides.ts";

export function createDriftStore(database: Database, signals: Signals): DriftStore {
  const plannedLocks: PlannedLocks = new Map();
  return {
    loadAssigned: (environment) => database.read(loadAssigned(environment)),
    loadLive: (environment) => loadLive(database, environment),
    readSides: (environment) => readDriftSides(database, plannedLocks, environment),
    async saveFindings(environment, findings, options) {
      const told = await database.transact(() => saveDrift(environment, findings, options));
      if (told.detected + told.cleared > 0) await signals.notify("event");
      return told;
    },
    list: async (environment) => (await database.read(listDrift(environment))).map(detectedOf),
    async load(environment, id) {
      const known = await database.read(loadDrift(environment, id));
      return known === null ? null : detectedOf(known);
    },
    async revert(request) {
      const mended = await database.transact(() => revertDrift(request));
      if (mended.length > 0) await signals.notify("event");
      return mended;
    },
    async acknowledge(environment, id, acknowledgement) {
      const isKnown = await database.transact(() => acknowledgeDrift(environment, id, acknowledgement));
      if (isKnown) await signals.notify("event");
      return isKnown;
    },
    noteAdoption: (environment, id, adoption) =>
      database.transact(() => noteAdoption(environment, id, adoption)),
  };
}
