import { type Deploy, type DeployState, deployStates, ledgerKinds, type Timestamp } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { checksum, id, json, list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { planView, verdictView } from "./plan-view.ts";
import { actorView } from "./run-view.ts";

export const deployState = oneOf(Object.keys(deployStates) as DeployState[]);

const person = Type.Object({ name: Type.String(), email: Type.String(), at: timestamp });

const summary = {
  id,
  environment: slug,
  intent: oneOf(["merge", "rollback", "retire"]),
  state: deployState,
  because: Type.String(),
  predictedAt: Type.Union([timestamp, Type.Null()], {
    description: "When it will be applied, if nothing but time passes; null unless it waits for an instant.",
  }),
  revision,
  controlRevision: revision,
  planHash: checksum,
  actor: actorView,
  createdAt: timestamp,
  updatedAt: timestamp,
};

/** A deploy in a list. */
export const deploySummaryView = Type.Object(
  {
    ...summary,
    message: Type.String({ description: "First line of the commit message, at most 200 characters." }),
    author: Type.String(),
    changes: Type.Integer(),
  },
  { $id: "DeploySummary" },
);

/** One plan on its way in one environment, with what every gate said. */
export const deployView = Type.Object(
  {
    ...summary,
    commit: Type.Object({
      revision,
      parents: list(revision),
      message: Type.String(),
      author: person,
      committer: person,
    }),
    plan: planView,
    verdicts: list(verdictView),
  },
  { $id: "Deploy" },
);

/** The append-only, chained fact about a deploy. */
const deployRecordView = Type.Object(
  {
    environment: slug,
    position: Type.Integer(),
    kind: oneOf(ledgerKinds),
    deploy: nullable(id),
    at: timestamp,
    body: json,
    previous: checksum,
    hash: checksum,
  },
  { $id: "LedgerEntry" },
);

/** A person's word on one plan. */
export const approvalView = Type.Object(
  {
    actor: Type.String(),
    verdict: oneOf(["approved", "rejected", "broken-glass"]),
    planHash: Type.String(),
    reason: Type.String(),
    at: timestamp,
  },
  { $id: "Approval" },
);

export const deployResponse = Type.Object({
  deploy: deployView,
  records: list(deployRecordView),
  approvals: list(approvalView),
  people: Type.Record(Type.String(), Type.Object({ name: Type.String(), email: Type.String() }), {
    description: "Whom the records mean by the ids in them; who was erased is missing.",
  }),
});

export function presentDeploySummary(
  deploy: Deploy,
  predictedAt: Timestamp | null,
): Static<typeof deploySummaryView> {
  return {
    ...presentHead(deploy, predictedAt),
    message: (deploy.commit.message.split("\n", 1)[0] ?? "").slice(0, 200),
    author: deploy.commit.author.name.slice(0, 200),
    changes: deploy.plan.changes.length,
  };
}

export function presentDeploy(deploy: Deploy, predictedAt: Timestamp | null): Static<typeof deployView> {
  const { commit, plan, verdicts } = deploy;
  return { ...presentHead(deploy, predictedAt), commit, plan, verdicts };
}

function presentHead(deploy: Deploy, predictedAt: Timestamp | null) {
  const { id, environment, intent, state, because, plan, actor, createdAt, updatedAt } = deploy;
  const { revision, controlRevision } = plan.target;
  return {
    id,
    environment,
    intent,
    state,
    because,
    predictedAt,
    revision,
    controlRevision,
    planHash: plan.hash,
    actor,
    createdAt,
    updatedAt,
  };
}
