import type { DriftStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { listDrift } from "../queries/list-drift.ts";
import { loadAssigned } from "../queries/load-assigned.ts";
import { saveDrift } from "../queries/save-drift.ts";
import { loadLive } from "./load-live.ts";

export function createDriftStore(database: Database): DriftStore {
  return {
    loadAssigned: (environment) => database.read(loadAssigned(environment)),
    loadLive: (environment) => loadLive(database, environment),
    saveFindings: (environment, findings, detectedBy) =>
      database.transact(() => saveDrift(environment, findings, detectedBy)),
    list: (environment) => database.read(listDrift(environment)),
  };
}
