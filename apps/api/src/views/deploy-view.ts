import {
  type Deploy,
  type DeployState,
  deployStates,
  type MergeEvidence,
  type SmokeRun,
  type Timestamp,
} from "@lockstep/model";
import { type Static, Type } from "typebox";

import { debtView } from "./debt-view.ts";
import { checksum, id, list, nullable, oneOf, revision, slug, timestamp } from "./fields.ts";
import { firstLine } from "./first-line.ts";
import { ledgerEntryView, peopleView } from "./ledger-view.ts";
import { planView, verdictView } from "./plan-view.ts";
import { actorView } from "./run-view.ts";

export const deployState = oneOf(Object.keys(deployStates) as DeployState[]);

const person = Type.Object({ name: Type.String(), email: Type.String(), at: timestamp });

/** What git says of one commit. */
export const commitView = Type.Object({
  revision,
  parents: list(revision),
  message: Type.String(),
  author: person,
  committer: person,
});

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
    next: Type.String({ description: "What happens next, or what to do." }),
    commit: commitView,
    plan: planView,
    verdicts: list(verdictView),
  },
  { $id: "Deploy" },
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

/** A run that had to go well after the apply. */
const smokeRunView = Type.Object(
  {
    pipeline: slug,
    expect: Type.String({ description: "Expression that the output has to meet." }),
    onFailure: oneOf(["hold", "rollback"]),
    run: Type.Union([id, Type.Null()], { description: "null until it is started." }),
    outcome: oneOf(["pending", "passed", "failed"]),
    because: Type.String(),
  },
  { $id: "SmokeRun" },
);

/** The pull request that brought the commit. */
const broughtByView = Type.Object({
  number: Type.Integer(),
  url: Type.String(),
  title: Type.String(),
  author: nullable(Type.String()),
  mergedBy: nullable(Type.String()),
});

export const deployResponse = Type.Object({
  deploy: deployView,
  records: list(ledgerEntryView),
  approvals: list(approvalView),
  people: peopleView,
  pullRequest: nullable(broughtByView),
  verification: Type.Immutable(
    Type.Array(smokeRunView, { description: "Runs that had to go well after it was applied." }),
  ),
  debt: Type.Union([debtView, Type.Null()], { description: "Only while nobody has settled it." }),
  approval: Type.Object(
    { isOpen: Type.Boolean(), because: Type.String() },
    {
      description:
        "Whether the asking token may approve it now; if not, why. An author's approval may still not count.",
    },
  ),
});

export function presentSmokeRun({
  pipeline,
  expect,
  onFailure,
  run,
  outcome,
  because,
}: SmokeRun): Static<typeof smokeRunView> {
  return { pipeline, expect, onFailure, run, outcome, because };
}

export function presentBroughtBy(evidence: MergeEvidence | null): Static<typeof broughtByView> | null {
  if (evidence === null) return null;
  const { number, url, title, author, mergedBy } = evidence.pullRequest;
  return { number, url, title, author, mergedBy };
}

export function presentDeploySummary(
  deploy: Deploy,
  predictedAt: Timestamp | null = null,
): Static<typeof deploySummaryView> {
  return {
    ...presentHead(deploy, predictedAt),
    message: firstLine(deploy.commit.message),
    author: deploy.commit.author.name.slice(0, 200),
    changes: deploy.plan.changes.length,
  };
}

export function presentDeploy(deploy: Deploy, predictedAt: Timestamp | null): Static<typeof deployView> {
  const { commit, plan, verdicts } = deploy;
  return { ...presentHead(deploy, predictedAt), next: nextOf(deploy), commit, plan, verdicts };
}

/** Of one that waits, what the first gate that is not open says. */
function nextOf({ state, verdicts }: Deploy): string {
  const closed = state === "waiting" ? verdicts.find(({ verdict }) => verdict !== "open") : undefined;
  return closed === undefined || closed.verdict === "open" ? deployStates[state].next : closed.next;
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
