import { type Deploy, Failure, mayActAs, type Token } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import { presentDebt } from "../views/debt-view.ts";
import { presentBroughtBy, presentSmokeRun } from "../views/deploy-view.ts";
import { assertMayApprove } from "./assert-may-approve.ts";

/** What stands beside a deploy's row: how it came in, how it was verified, what it owes, and whether one may approve it. */
export async function loadDeployFacts({ store }: Pick<ApiDeps, "store">, token: Token, deploy: Deploy) {
  const [evidence, smoke, debts, status, now] = await Promise.all([
    store.pullRequests.loadEvidence(deploy.plan.target.revision),
    store.smoke.listOf(deploy.id),
    store.debts.listOpen(deploy.environment),
    store.environments.load(deploy.environment),
    store.now(),
  ]);
  const debt = debts.find((one) => one.deploy === deploy.id);
  return {
    pullRequest: presentBroughtBy(evidence),
    verification: smoke.map(presentSmokeRun),
    debt: debt === undefined ? null : presentDebt(debt, now),
    approval: judgeApproval(token, deploy, () => assertMayApprove(token, deploy, status?.policy ?? null)),
  };
}

function judgeApproval(token: Token, { state }: Deploy, assert: () => void) {
  if (state !== "planned" && state !== "waiting")
    return { isOpen: false, because: `The deploy is ${state}; only one that waits can be answered.` };
  if (!mayActAs(token.role, "approver"))
    return { isOpen: false, because: `Answering needs the role approver; yours is ${token.role}.` };
  try {
    assert();
    return { isOpen: true, because: "" };
  } catch (error) {
    if (error instanceof Failure) return { isOpen: false, because: error.message };
    throw error;
  }
}
