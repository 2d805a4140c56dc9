import type { Signals, SmokeStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { concludeVerification } from "../queries/conclude-verification.ts";
import { listSmokeOfDeploy } from "../queries/list-smoke-of-deploy.ts";
import { listUnconcludedSmoke } from "../queries/list-unconcluded-smoke.ts";
import { noteSmokeRun } from "../queries/note-smoke-run.ts";
import { settleSmokeRun } from "../queries/settle-smoke-run.ts";

export function createSmokeStore(database: Database, signals: Signals): SmokeStore {
  return {
    listUnconcluded: (environment) => database.read(listUnconcludedSmoke(environment)),
    listOf: (deploy) => database.read(listSmokeOfDeploy(deploy)),
    noteRun: (deploy, position, run) => database.transact(() => noteSmokeRun(deploy, position, run)),
    settle: (deploy, position, outcome, because) =>
      database.transact(() => settleSmokeRun({ deploy, position, outcome, because })),
    conclude: async (deploy, kind, because, actor) => {
      const isFirst = await database.transact(() => concludeVerification({ deploy, kind, because, actor }));
      if (isFirst) await signals.notify("event");
      return isFirst;
    },
  };
}
