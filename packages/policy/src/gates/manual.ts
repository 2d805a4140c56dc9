import type { Gate } from "@lockstep/model";

import { whyOrdered } from "../not-asked.ts";
import { approveThisPlan, findApprover } from "../people/count-approvals.ts";
import { open, waiting } from "../verdicts.ts";

/** `apply.mode: manual` waits for one person. */
export const manual: Gate = {
  name: "manual",
  judge: (plan, evidence, now) => {
    if (evidence.policy.apply.mode === "auto") return open("manual", "the environment applies by itself");
    const ordered = whyOrdered(evidence);
    if (ordered !== null) return open("manual", ordered);
    const approver = findApprover(plan, evidence, now);
    if (approver !== null) return open("manual", `${approver} approved this plan`);
    return waiting("manual", {
      because: `${evidence.policy.slug} applies only what a person approves (apply.mode is manual).`,
      next: approveThisPlan,
    });
  },
};
