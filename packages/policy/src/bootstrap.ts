import type { Evidence, Plan } from "@lockstep/model";

/** Environments that exist when the org database is made begin without a policy in force. */
export function isBootstrap(plan: Plan, { isLateArrival }: Evidence): boolean {
  return plan.base.sequence === 0 && !isLateArrival;
}
