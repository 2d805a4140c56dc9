import type { Evidence, Plan } from "@lockstep/model";

/** The distinct people who approved this very plan. Approvals of another hash count for nothing. */
export function approversOf(plan: Plan, { approvals }: Evidence): readonly string[] {
  const given = approvals.filter(({ planHash, verdict }) => planHash === plan.hash && verdict === "approved");
  return [...new Set(given.map(({ actor }) => actor))];
}

/** How a person opens a gate. */
export const approveThisPlan = "An approver approves exactly this plan; another plan needs another approval.";
