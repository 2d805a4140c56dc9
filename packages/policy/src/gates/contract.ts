import {
  problem,
  type Change,
  type Evidence,
  type Gate,
  type Gates,
  type Plan,
  type Problem,
  type Timestamp,
  type Verdict,
} from "@lockstep/model";

import { whyOrdered } from "../not-asked.ts";
import { approveThisPlan, findApprover } from "../people/count-approvals.ts";
import { isAny, open, refusedFor, summarize, waiting } from "../verdicts.ts";

/** What a change of what callers rely on has to meet: one that breaks it, and one of which that cannot be told. */
export const contract: Gate = {
  name: "contract",
  judge: (plan, evidence, now) => {
    const broken = plan.changes.filter(isBreaking).map(contractBroken);
    const doubtful = plan.changes.filter((change) => change.contract === "unknown").map(contractUnknown);
    const problems = [...broken, ...doubtful];
    if (!isAny(problems)) return open("contract", "no contract is broken");
    const ordered = whyOrdered(evidence);
    if (ordered !== null) return open("contract", ordered);
    return answers[evidence.policy.gates.contract]({ plan, evidence, now, broken, problems });
  },
};

interface Case {
  readonly plan: Plan;
  readonly evidence: Evidence;
  readonly now: Timestamp;
  readonly broken: readonly Problem[];
  /** Broken ones first, then those of which it cannot be told. */
  readonly problems: readonly [Problem, ...Problem[]];
}

const answers: Readonly<Record<Gates["contract"], (found: Case) => Verdict>> = {
  allow: ({ broken }) =>
    open("contract", `a contract ${broken.length > 0 ? "is" : "may be"} broken, and the policy allows it`),
  refuse: (found) => (isAny(found.broken) ? refusedFor("contract", found.broken) : askPerson(found)),
  "require-approval": askPerson,
};

function askPerson({ plan, evidence, now, broken, problems }: Case): Verdict {
  const approver = findApprover(plan, evidence, now);
  const what = broken.length > 0 ? "the broken contract" : "the changed contract";
  if (approver !== null) return open("contract", `${approver} approved ${what}`);
  return waiting("contract", { because: summarize(problems), next: approveThisPlan, problems });
}

function isBreaking({ class: changeClass, contract: verdict }: Change): boolean {
  return verdict === "breaking" || changeClass === "contract";
}

function contractBroken(change: Change): Problem {
  const breaks = change.differences.filter((difference) => difference.class === "contract");
  return about(change, "CONTRACT_BROKEN", {
    what: "breaks callers of",
    sentences: breaks.map(({ sentence }) => sentence),
  });
}

const promises = /^\/(input|output)\/schema(\/|$)/;

function contractUnknown(change: Change): Problem {
  const found = change.differences.filter(({ path }) => promises.test(path));
  return about(change, "CONTRACT_UNKNOWN", {
    what: "may break callers of",
    sentences: found.map(({ sentence }) => sentence),
  });
}

function about(
  { slug, from, to }: Change,
  code: "CONTRACT_BROKEN" | "CONTRACT_UNKNOWN",
  { what, sentences }: { readonly what: string; readonly sentences: readonly string[] },
): Problem {
  const why = sentences.length === 0 ? "its schemas changed" : sentences.join("; ");
  return problem(code, `${slug} ${to?.version ?? ""} ${what} ${from?.version ?? ""}: ${why}.`, {
    file: to?.path ?? "",
    fix: "Keep the old contract, or offer the new one under another slug.",
  });
}
