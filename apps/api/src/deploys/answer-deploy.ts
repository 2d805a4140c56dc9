import { type Approval, type Deploy, Failure, type Token } from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";
import { assertMayApprove } from "./assert-may-approve.ts";
import { deployClosed } from "./deploy-closed.ts";

/** A person's yes or no, or that they break the glass. */
export interface Answer {
  readonly verdict: Approval["verdict"];
  /** The hash that was displayed. */
  readonly planHash: string;
  readonly reason: string;
}

/**
 * Records the answer and asks the controller to look. Failures: `forbidden` where it could not count, `conflict` when the
 * plan is closed, saying by whom, or another one.
 */
export async function answerDeploy(
  { store }: Pick<ApiDeps, "store">,
  token: Token,
  { deploy, answer }: { readonly deploy: Deploy; readonly answer: Answer },
): Promise<Approval> {
  if (answer.verdict === "rejected" && answer.reason.trim() === "") {
    throw new Failure("invalid-input", "Say why you reject it.", {
      errors: [{ path: "/reason", message: "must not be blank" }],
    });
  }
  if (deploy.state !== "planned" && deploy.state !== "waiting") throw await deployClosed(store, deploy);
  if (deploy.plan.hash !== answer.planHash) throw planChanged();
  if (answer.verdict === "approved") {
    const status = await store.environments.load(deploy.environment);
    assertMayApprove(token, deploy, status?.policy ?? null);
  }
  const answered = await store.deploys.answer(deploy.id, { actor: tokenActor(token), ...answer });
  if (answered.outcome === "closed")
    throw await deployClosed(store, { id: deploy.id, state: answered.state });
  if (answered.outcome === "changed") throw planChanged();
  await store.environments.raiseHint(deploy.environment);
  return answered.approval;
}

/** Another plan by now than the one that was shown. */
export function planChanged(): Failure {
  const message = "This is not the plan that was shown. Look at it again before you answer.";
  return new Failure("conflict", message, { code: "PLAN_CHANGED" });
}
