import type { HistoryStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { findRevisions } from "../queries/find-revisions.ts";
import { listPastPipelines } from "../queries/list-past-pipelines.ts";
import { listPipelineChanges } from "../queries/list-pipeline-changes.ts";
import { listStates } from "../queries/list-states.ts";
import { loadConfiguration } from "../queries/load-configuration.ts";
import { loadPastPipeline } from "../queries/load-past-pipeline.ts";
import { loadPastPipelines } from "../queries/load-past-pipelines.ts";
import { loadStateAt } from "../queries/load-state-at.ts";
import { loadStateOfDeploy } from "../queries/load-state-of-deploy.ts";

/** Reads what is never changed, so no two reads of it can disagree. */
export function createHistoryStore(database: Database): HistoryStore {
  return {
    loadAt: (environment, at) => database.read(loadStateAt(environment, at)),
    loadOf: (deploy) => database.read(loadStateOfDeploy(deploy)),
    list: (environment, page) => database.read(listStates(environment, page)),
    listPipelines: (environment, sequence, filter, page) =>
      database.read(listPastPipelines({ environment, sequence, filter }, page)),
    loadPipeline: (environment, sequence, slug) =>
      database.read(loadPastPipeline({ environment, sequence, slug })),
    listChanges: (environment, slug, page) => database.read(listPipelineChanges(environment, slug, page)),
    loadPipelines: (environment, sequence) => database.read(loadPastPipelines(environment, sequence)),
    findRevisions: (prefix, limit) => database.read(findRevisions(prefix, limit)),
    loadConfiguration: (digest) => database.read(loadConfiguration(digest)),
  };
}
