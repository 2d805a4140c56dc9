import type { DeployMarker, InsightSpan, InsightStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { countMatchingRuns } from "../queries/count-matching-runs.ts";
import { listDurations } from "../queries/list-durations.ts";
import { listMarkers } from "../queries/list-markers.ts";
import { listSpans } from "../queries/list-spans.ts";
import { loadDeployHistory } from "../queries/load-deploy-history.ts";
import { loadEnded } from "./load-ended.ts";

export function createInsightStore(database: Database): InsightStore {
  return {
    loadEnded: (span, limit) => loadEnded(database, span, limit),
    listMarkers: (span, limit) => listNewest(database, span, limit),
    countRuns: (filter) => database.read(countMatchingRuns(filter)),
    listDurations: (filter, limit) => database.read(listDurations(filter, limit)),
    listSpans: (run, limit) => database.read(listSpans(run, limit)),
    loadDeployHistory: (environment, since) => database.read(loadDeployHistory(environment, since)),
  };
}

async function listNewest(
  database: Database,
  { environments, ...span }: InsightSpan,
  limit: number,
): Promise<readonly DeployMarker[]> {
  const found: DeployMarker[] = [];
  for (const environment of environments)
    found.push(...(await database.read(listMarkers({ ...span, environment }, limit))));
  return found.sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, limit);
}
