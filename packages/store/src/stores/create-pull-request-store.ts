import type { PullRequestStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { forgetReportedCheck } from "../queries/forget-reported-check.ts";
import { listMergeEvidence } from "../queries/list-merge-evidence.ts";
import { listOpenPullRequests } from "../queries/list-open-pull-requests.ts";
import { loadMergeEvidence } from "../queries/load-merge-evidence.ts";
import { loadPullRequest } from "../queries/load-pull-request.ts";
import { loadReportedCheck } from "../queries/load-reported-check.ts";
import { saveMergeEvidence } from "../queries/save-merge-evidence.ts";
import { savePullRequests } from "../queries/save-pull-requests.ts";
import { saveReportedCheck } from "../queries/save-reported-check.ts";

/** Whoever delivers hears of what is to be sent as `event`. */
export function createPullRequestStore(database: Database, signals: Signals): PullRequestStore {
  return {
    save: (pullRequests) => database.transact(() => savePullRequests(pullRequests)),
    load: (number) => database.read(loadPullRequest(number)),
    listOpen: () => database.read(listOpenPullRequests()),
    loadEvidence: (revision) => database.read(loadMergeEvidence(revision)),
    listEvidence: (revisions) => database.read(listMergeEvidence(revisions)),
    saveEvidence: (revision, evidence) => database.transact(() => saveMergeEvidence(revision, evidence)),
    loadReported: (subject) => database.read(loadReportedCheck(subject)),
    saveReported: async (subject, key, outbox) => {
      await database.transact(() => saveReportedCheck(subject, key, outbox));
      if (outbox.length > 0) await signals.notify("event");
    },
    forgetReported: (subject) => database.transact(() => forgetReportedCheck(subject)),
  };
}
