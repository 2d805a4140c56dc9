import type { Evidence, MergeFinding, Plan, Timestamp, Verdict } from "@lockstep/model";

import { findApprover } from "./people/count-approvals.ts";
import { nextMinute, open, waiting } from "./verdicts.ts";

type Known = Extract<MergeFinding, { readonly state: "merged" | "none" }>;

/** How a commit came in, for the gates that the forge's word opens; a verdict where nobody could tell. */
export function mergeOf(
  gate: string,
  { plan, evidence, now }: { readonly plan: Plan; readonly evidence: Evidence; readonly now: Timestamp },
): Known | Verdict {
  const { merge } = evidence;
  if (merge?.state === "merged" || merge?.state === "none") return merge;
  if (merge?.state === "no-forge") return withoutForge(gate, findApprover(plan, evidence, now));
  const because = merge === null ? "nobody has asked yet" : merge.because.replace(/\.$/, "");
  return waiting(gate, {
    because: `How the commit came in is not known: ${because}.`,
    next: "The forge is asked again every minute; see that it can be reached.",
    opensAt: nextMinute(now),
  });
}

function withoutForge(gate: string, approver: string | null): Verdict {
  if (approver !== null) return open(gate, `there is no forge to ask; ${approver} approved this plan`);
  return waiting(gate, {
    because: "There is no forge that could say how the commit came in.",
    next: "An approver who looked at how it came in approves exactly this plan, or a forge is connected.",
  });
}
