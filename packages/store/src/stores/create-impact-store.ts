import type { ImpactStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { countUnended } from "../queries/count-unended.ts";
import { listInputs } from "../queries/list-inputs.ts";
import { listStarters } from "../queries/list-starters.ts";

export function createImpactStore(database: Database): ImpactStore {
  return {
    countUnended: (environment, slugs) => database.read(countUnended(environment, slugs)),
    listStarters: (environment, slugs, since) => database.read(listStarters(environment, slugs, since)),
    listInputs: (environment, slug, limit) => database.read(listInputs(environment, slug, limit)),
  };
}
