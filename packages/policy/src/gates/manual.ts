import type { Gate } from "@lockstep/model";

import { approversOf, approveThisPlan } from "../approvals.ts";
import { open, waiting } from "../verdicts.ts";

/** `apply.mode: manual` waits for one person. */
export const manual: Gate = {
  name: "manual",
  judge: (plan, evidence) => {
    if (evidence.policy.apply.mode === "auto") return open("manual", "the environment applies by itself");
    const [approver] = approversOf(plan, evidence);
    if (approver !== undefined) return open("manual", `${approver} approved this plan`);
    return waiting("manual", {
      because: `${evidence.policy.slug} applies only what a person approves (apply.mode is manual).`,
      next: approveThisPlan,
    });
  },
};
