import type { Approval, Evidence, Plan } from "@lockstep/model";

import { mayBreakGlass } from "./is-named.ts";

/**
 * The word by which somebody whom the policy names broke the glass for this very plan: its windows and approvals are not
 * asked. `null` when nobody did.
 */
export function findBrokenGlass(
  { hash }: Pick<Plan, "hash">,
  { approvals, policy }: Pick<Evidence, "approvals" | "policy">,
): Approval | null {
  const broken = approvals.find(
    ({ planHash, verdict, actor }) =>
      planHash === hash && verdict === "broken-glass" && mayBreakGlass(policy, actor),
  );
  return broken ?? null;
}

/** Says that, and why the glass was broken. */
export function describeBrokenGlass({ actor, reason }: Approval): string {
  return reason.trim() === "" ? `${actor} broke the glass` : `${actor} broke the glass: ${reason}`;
}
