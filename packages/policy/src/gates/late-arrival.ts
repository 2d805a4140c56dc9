import type { Gate } from "@lockstep/model";

import { approversOf } from "../approvals.ts";
import { open, waiting } from "../verdicts.ts";

/** A production environment that appears later has no policy yet that could judge its first plan. */
export const lateArrival: Gate = {
  name: "late-arrival",
  judge: (plan, evidence) => {
    const { isLateArrival, configuration } = evidence;
    if (!isLateArrival || configuration.tier !== "production")
      return open("late-arrival", "it is not a production environment's first plan");
    const [approver] = approversOf(plan, evidence);
    if (approver !== undefined)
      return open("late-arrival", `${approver} approved the environment's first plan`);
    return waiting("late-arrival", {
      because: `${configuration.slug} is a new production environment.`,
      next: "An admin approves exactly this plan, its first.",
    });
  },
};
