import {
  problem,
  type Environment,
  type Evidence,
  type Gate,
  type Plan,
  type Timestamp,
  type Verdict,
} from "@lockstep/model";

import { whyOrdered } from "../not-asked.ts";
import { approveThisPlan, findApprover } from "../people/count-approvals.ts";
import { open, refusedFor, waiting } from "../verdicts.ts";

type ForcePush = Environment["apply"]["forcePush"];

/** An older or foreign commit does not overwrite a newer one, unless the policy lets it. */
export const history: Gate = {
  name: "history",
  judge: (plan, evidence, now) => {
    const ordered = whyOrdered(evidence);
    if (ordered !== null) return open("history", ordered);
    if (evidence.ancestry !== "behind" && evidence.ancestry !== "diverged")
      return open("history", "the revision contains the applied one");
    return onRewrite[evidence.policy.apply.forcePush](plan, evidence, now);
  },
};

type Answer = (plan: Plan, evidence: Evidence, now: Timestamp) => Verdict;

const onRewrite: Readonly<Record<ForcePush, Answer>> = {
  allow: () => open("history", "the branch was rewritten, and the policy allows it"),
  refuse: (plan, evidence) =>
    evidence.policy.immutability.mode === "strict"
      ? refusedFor("history", [rewritten(plan, evidence)])
      : open("history", "the branch was rewritten, which only strict environments refuse"),
  approve: (plan, evidence, now) => {
    const approver = findApprover(plan, evidence, now);
    if (approver !== null) return open("history", `${approver} approved the rewritten branch`);
    const found = rewritten(plan, evidence);
    return waiting("history", { because: found.message, next: approveThisPlan, problems: [found] });
  },
};

function rewritten(plan: Plan, { ancestry, configuration }: Evidence) {
  const how = ancestry === "behind" ? "is older than" : "does not contain";
  return problem(
    "BRANCH_REWRITTEN",
    `Revision ${plan.target.revision} of branch ${configuration.source.branch} ${how} the applied revision ${plan.base.revision ?? "(none)"}.`,
    {
      fix: "Push a commit that contains the applied revision; to undo a change, revert it.",
      facts: { applied: plan.base.revision, found: plan.target.revision, ancestry },
    },
  );
}
