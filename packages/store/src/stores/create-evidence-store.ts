import type { EvidenceStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { loadSoak } from "../queries/load-soak.ts";
import { loadTests } from "../queries/load-tests.ts";
import { saveTests } from "../queries/save-tests.ts";

export function createEvidenceStore(database: Database): EvidenceStore {
  return {
    loadSoak: (environment, contents) => database.read(loadSoak(environment, contents)),
    loadTests: (manifests) => database.read(loadTests(manifests)),
    saveTests: (tested) => database.transact(() => saveTests(tested)),
  };
}
