import { canonicalJson, type DeployStore, type Ids, type Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { answerDeploy } from "../queries/answer-deploy.ts";
import { applyDeploy } from "../queries/apply-deploy.ts";
import { listApprovals } from "../queries/list-approvals.ts";
import { listDeploys } from "../queries/list-deploys.ts";
import { listRecordsOfDeploy } from "../queries/list-records-of-deploy.ts";
import { loadDeploy } from "../queries/load-deploy.ts";
import { loadOpenDeploy } from "../queries/load-open-deploy.ts";
import { noteRevision } from "../queries/note-revision.ts";
import { transitionDeploy } from "../queries/transition-deploy.ts";

export function createDeployStore(database: Database, signals: Signals, ids: Ids): DeployStore {
  /** Whoever publishes events looks at once instead of at its next poll. */
  async function announcing<Result>(written: Promise<Result>): Promise<Result> {
    const result = await written;
    await signals.notify("event");
    return result;
  }

  return {
    transition: (transition) => announcing(database.transact(() => transitionDeploy(transition))),
    apply: async (application) => {
      const canonicalBody = canonicalJson(application.record.body);
      return announcing(
        database.transact(() => applyDeploy(application, { canonicalBody, holdId: ids.next() })),
      );
    },
    noteRevision: (move) => announcing(database.transact(() => noteRevision(move))),
    load: (id) => database.read(loadDeploy(id)),
    loadOpen: (environment) => database.read(loadOpenDeploy(environment)),
    list: (filter, page) => database.read(listDeploys(filter, page)),
    listRecordsOf: (deploy) => database.read(listRecordsOfDeploy(deploy)),
    async answer(deploy, answer) {
      const answered = await database.transact(() => answerDeploy(ids.next(), deploy, answer));
      if (answered.outcome === "accepted") await signals.notify("event");
      return answered;
    },
    listApprovals: (planHash) => database.read(listApprovals(planHash)),
  };
}
