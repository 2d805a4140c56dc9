import type { Gate } from "@lockstep/model";

import { findApprover } from "../people/count-approvals.ts";
import { open, waiting } from "../verdicts.ts";

/** A production environment that appears later has no policy yet that could judge its first plan. */
export const lateArrival: Gate = {
  name: "late-arrival",
  judge: (plan, evidence, now) => {
    const { isLateArrival, configuration } = evidence;
    if (!isLateArrival || configuration.tier !== "production")
      return open("late-arrival", "it is not a production environment's first plan");
    const approver = findApprover(plan, evidence, now);
    if (approver !== null) return open("late-arrival", `${approver} approved the environment's first plan`);
    return waiting("late-arrival", {
      because: `${configuration.slug} is a new production environment.`,
      next: "An admin approves exactly this plan, its first.",
    });
  },
};
