import { type Approval, type Deploy, Failure, mayActAs, type Token } from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";
import type { ApiDeps } from "../api-deps.ts";

/** A person's yes or no. */
export interface Answer {
  readonly verdict: Approval["verdict"];
  /** The hash that was displayed. */
  readonly planHash: string;
  readonly reason: string;
}

/** Records the answer and asks the controller to look. Failure: `conflict` when the plan is closed or another one. */
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
  if (deploy.state !== "planned" && deploy.state !== "waiting") {
    throw new Failure("conflict", `The deploy is ${deploy.state}; only one that waits can be answered.`, {
      code: "DEPLOY_CLOSED",
    });
  }
  if (deploy.plan.hash !== answer.planHash) {
    throw new Failure(
      "conflict",
      "This is not the plan that was shown. Look at it again before you answer.",
      {
        code: "PLAN_CHANGED",
      },
    );
  }
  if (answer.verdict === "approved" && waitsForAdmin(deploy) && !mayActAs(token.role, "admin")) {
    throw new Failure(
      "forbidden",
      "The first plan of a production environment that came later needs an admin.",
      {
        code: "ADMIN_NEEDED",
      },
    );
  }
  const approval = await store.deploys.approve(deploy.id, { actor: tokenActor(token).id, ...answer });
  await store.environments.raiseHint(deploy.environment);
  return approval;
}

function waitsForAdmin({ verdicts }: Deploy): boolean {
  return verdicts.some(({ gate, verdict }) => gate === "late-arrival" && verdict === "waiting");
}
