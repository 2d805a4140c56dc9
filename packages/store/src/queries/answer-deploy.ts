import {
  type AnsweredDeploy,
  type Approval,
  type DeployAnswer,
  Failure,
  type JsonObject,
  type LedgerKind,
} from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { countAct } from "./count-act.ts";
import { insertApproval } from "./insert-approval.ts";
import { listApprovals } from "./list-approvals.ts";
import { loadDeploy } from "./load-deploy.ts";
import { lockEnvironment } from "./lock-environment.ts";

const kinds: { readonly [Verdict in Approval["verdict"]]: LedgerKind } = {
  approved: "approval-given",
  rejected: "rejection-given",
  "broken-glass": "glass-broken",
};

/**
 * Keeps a person's word on a plan while it can still be answered. Whoever else writes about the environment comes
 * before or after, never in between.
 */
export function* answerDeploy(id: string, deployId: string, answer: DeployAnswer): Query<AnsweredDeploy> {
  const seen = yield* loadDeploy(deployId);
  if (seen === null) throw new Failure("not-found", `There is no deploy ${deployId}.`);
  const { environment } = seen;
  yield* lockEnvironment(environment);
  const deploy = (yield* loadDeploy(deployId)) ?? seen;
  if (deploy.state !== "planned" && deploy.state !== "waiting")
    return { outcome: "closed", state: deploy.state, because: deploy.because };
  if (deploy.plan.hash !== answer.planHash) return { outcome: "changed", planHash: deploy.plan.hash };
  const { actor, verdict, planHash, reason } = answer;
  const rejection = (yield* listApprovals(planHash)).find((one) => isRejection(one, planHash));
  if (rejection !== undefined) return { outcome: "closed", state: "rejected", because: rejection.reason };
  yield* countAct(environment);
  const approval = yield* insertApproval({ id, deploy: deployId, ...answer, actor: actor.id });
  const body: JsonObject = { actor: { ...actor }, verdict, planHash, reason };
  yield* appendFact({ environment, kind: kinds[verdict], deploy: deployId, body });
  const told = { deploy: deployId, verdict, planHash, actor: { ...actor } };
  yield* appendEvents([{ name: "deploy.answered", environment, body: told }]);
  return { outcome: "accepted", approval };
}

/** One rejection ends a plan, before the controller has written so. */
function isRejection(approval: Approval, planHash: string): boolean {
  return approval.verdict === "rejected" && approval.planHash === planHash;
}
