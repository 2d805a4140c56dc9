import type { Gate, Gates } from "@lockstep/model";

import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { describeBrokenGlass, findBrokenGlass } from "../people/broken-glass.ts";
import { countApprovals } from "../people/count-approvals.ts";
import { open, waiting } from "../verdicts.ts";

type Declared = NonNullable<Gates["approvals"]>;

/** Enough distinct people, of those whom the policy names, approve exactly this plan. */
export const approvals: Gate = {
  name: "approvals",
  judge: (plan, evidence, now) => {
    const { policy } = evidence;
    const asked = policy.gates.approvals;
    if (asked === null) return open("approvals", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("approvals", skipped);
    const broken = findBrokenGlass(plan, evidence);
    if (broken !== null) return open("approvals", describeBrokenGlass(broken));
    const { approvers, passedOver } = countApprovals(plan, evidence, now);
    if (approvers.length >= asked.required) return open("approvals", `approved by ${approvers.join(", ")}`);
    return waiting("approvals", {
      because: [
        `${policy.slug} asks for ${demandOf(asked)}; ${givenBy(approvers)}.`,
        ...passedOver.map(told),
      ].join(" "),
      next: nextOf(asked, asked.required - approvers.length),
    });
  },
};

function demandOf({ required, from }: Declared): string {
  const of = from.length === 0 ? "" : ` of ${from.join(", ")}`;
  return required === 1 ? `1 approval${of}` : `approvals by ${required} people${of}`;
}

function givenBy(approvers: readonly string[]): string {
  if (approvers.length === 0) return "none counts yet";
  return `${approvers.length} counted so far, of ${approvers.join(", ")}`;
}

function told(clause: string): string {
  return `${clause}.`;
}

function nextOf({ from, excludeAuthor }: Declared, missing: number): string {
  const whom = from.length === 0 ? "approver" : `of ${from.join(", ")}`;
  const who = missing === 1 ? `One more ${whom}` : `${missing} more ${whom}${from.length === 0 ? "s" : ""}`;
  const other = excludeAuthor ? ", who wrote none of the commits," : "";
  return `${who}${other} ${missing === 1 ? "approves" : "approve"} exactly this plan.`;
}
