import type { DashboardStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { countAhead } from "../queries/count-ahead.ts";
import { listAsked } from "../queries/list-asked.ts";
import { listDeployHeads, searchDeploys } from "../queries/list-deploy-heads.ts";
import { listDriftHeads } from "../queries/list-drift-heads.ts";
import { loadChanges, loadCurrentDeploy } from "../queries/load-current-deploy.ts";
import { loadEndedSince } from "../queries/load-ended-since.ts";
import { loadLastRuns } from "../queries/load-last-runs.ts";
import { loadRecentOutcomes } from "../queries/load-recent-outcomes.ts";
import { loadTitles } from "../queries/load-titles.ts";

export function createDashboardStore(database: Database): DashboardStore {
  return {
    loadOutcomes: (environment, slugs) => database.read(loadRecentOutcomes(environment, slugs)),
    loadEndedSince: (after) => database.read(loadEndedSince(after)),
    loadLastRuns: (environment, slugs) => database.read(loadLastRuns(environment, slugs)),
    countAhead: (from, to, slugs) => database.read(countAhead(from, to, slugs)),
    listDriftHeads: (environment) => database.read(listDriftHeads(environment)),
    loadTitles: (manifests) => database.read(loadTitles(manifests)),
    loadCurrentDeploy: (environment, known) => database.read(loadCurrentDeploy(environment, known)),
    loadChanges: (deploy) => database.read(loadChanges(deploy)),
    listDeployHeads: (environments, limit) => database.read(listDeployHeads(environments, limit)),
    searchDeploys: (prefix, limit) => database.read(searchDeploys(prefix, limit)),
    listAsked: (environments, limit) => database.read(listAsked(environments, limit)),
  };
}
