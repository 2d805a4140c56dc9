import { problem, type Evidence, type Gate, type Plan, type Problem } from "@lockstep/model";

import { whyOrdered } from "../not-asked.ts";
import { approveThisPlan, findApprover } from "../people/count-approvals.ts";
import { open, waiting } from "../verdicts.ts";

/** More removals than the policy allows, or all at once, wait for a person. */
export const brake: Gate = {
  name: "brake",
  judge: (plan, evidence, now) => {
    const found = findRemoval(plan, evidence);
    if (found === null)
      return open("brake", `${plan.counts.pruned} of ${plan.counts.applied} pipelines are retired`);
    const ordered = whyOrdered(evidence);
    if (ordered !== null) return open("brake", ordered);
    const approver = findApprover(plan, evidence, now);
    if (approver !== null)
      return open("brake", `${approver} approved retiring ${plan.counts.pruned} pipelines`);
    return waiting("brake", { because: found.message, next: approveThisPlan, problems: [found] });
  },
};

function findRemoval({ counts, changes }: Plan, { policy }: Evidence): Problem | null {
  const { applied, desired, pruned } = counts;
  const facts = { applied, desired, pruned, maxPrune: policy.apply.maxPrune };
  if (pruned === 0) return null;
  if (desired === 0)
    return problem("EMPTY_SNAPSHOT", `The revision has no pipelines, ${policy.slug} has ${applied}.`, {
      facts,
    });
  if (pruned <= policy.apply.maxPrune && pruned < applied) return null;
  const names = changes.flatMap(({ kind, slug }) => (kind === "prune" ? slug : []));
  const limit = pruned < applied ? `more than ${policy.apply.maxPrune}` : "all of them";
  const message = `${pruned} of ${applied} pipelines would be retired, ${limit}: ${shorten(names)}.`;
  return problem("PRUNE_BRAKE", message, { facts });
}

function shorten(names: readonly string[]): string {
  return names.length <= 5
    ? names.join(", ")
    : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}
