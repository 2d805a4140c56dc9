import {
  problem,
  type Change,
  type Evidence,
  type Gate,
  type Gates,
  type Plan,
  type Problem,
  type Verdict,
} from "@lockstep/model";

import { approversOf, approveThisPlan } from "../approvals.ts";
import { isAny, open, refusedFor, summarize, waiting } from "../verdicts.ts";

/** What a change that breaks a pipeline's callers has to meet. */
export const contract: Gate = {
  name: "contract",
  judge: (plan, evidence) => {
    const broken = plan.changes.filter((change) => change.class === "contract").map(contractBroken);
    if (!isAny(broken)) return open("contract", "no contract is broken");
    return onBreak[evidence.policy.gates.contract](plan, evidence, broken);
  },
};

type Answer = (plan: Plan, evidence: Evidence, broken: readonly [Problem, ...Problem[]]) => Verdict;

const onBreak: Readonly<Record<Gates["contract"], Answer>> = {
  allow: () => open("contract", "a contract is broken, and the policy allows it"),
  refuse: (_plan, _evidence, broken) => refusedFor("contract", broken),
  "require-approval": (plan, evidence, broken) => {
    const [approver] = approversOf(plan, evidence);
    if (approver !== undefined) return open("contract", `${approver} approved the broken contract`);
    return waiting("contract", { because: summarize(broken), next: approveThisPlan, problems: broken });
  },
};

function contractBroken({ slug, from, to, differences }: Change): Problem {
  const breaks = differences.filter((difference) => difference.class === "contract");
  return problem(
    "CONTRACT_BROKEN",
    `${slug} ${to?.version ?? ""} breaks callers of ${from?.version ?? ""}: ${breaks.map(({ sentence }) => sentence).join("; ")}.`,
    { file: to?.path ?? "", fix: "Keep the old contract, or offer the new one under another slug." },
  );
}
