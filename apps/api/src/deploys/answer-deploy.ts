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
  if (deploy.state !== "planned" && deploy.state !== "waiting") throw closed(deploy.state);
  if (deploy.plan.hash !== answer.planHash) throw changed();
  if (answer.verdict === "approved" && waitsForAdmin(deploy) && !mayActAs(token.role, "admin")) {
    throw new Failure(
      "forbidden",
      "The first plan of a production environment that came later needs an admin.",
      {
        code: "ADMIN_NEEDED",
      },
    );
  }
  const answered = await store.deploys.answer(deploy.id, { actor: tokenActor(token), ...answer });
  if (answered.outcome === "closed") throw closed(answered.state);
  if (answered.outcome === "changed") throw changed();
  await store.environments.raiseHint(deploy.environment);
  return answered.approval;
}

function waitsForAdmin({ verdicts }: Deploy): boolean {
  return verdicts.some(({ gate, verdict }) => gate === "late-arrival" && verdict === "waiting");
}

function closed(state: Deploy["state"]): Failure {
  const message = `The deploy is ${state}; only one that waits can be answered.`;
  return new Failure("conflict", message, { code: "DEPLOY_CLOSED" });
}

function changed(): Failure {
  const message = "This is not the plan that was shown. Look at it again before you answer.";
  return new Failure("conflict", message, { code: "PLAN_CHANGED" });
}
