import type { Evidence, Plan } from "@lockstep/model";

import { isBootstrap } from "./bootstrap.ts";

/** Why a gate that asks for people or time does not ask of a plan that somebody ordered; `null` for one that follows git. */
export function whyOrdered({ intent }: Pick<Evidence, "intent">): string | null {
  switch (intent) {
    case "merge":
      return null;
    case "rollback":
      return "a rollback goes back to what was approved and ran here before";
    case "retire":
      return "an admin takes the environment out of service";
  }
}

/** The same, and for the first plan of an environment that was there from the beginning. */
export function whyNotAsked(plan: Plan, evidence: Evidence): string | null {
  if (isBootstrap(plan, evidence)) return "the first plan is vouched for by who starts Lockstep";
  return whyOrdered(evidence);
}

/** What a gate says that the policy does not declare; reports leave such gates out by it. */
export function notDeclared({ policy }: Pick<Evidence, "policy">): string {
  return `${policy.slug} does not ask for it here`;
}
