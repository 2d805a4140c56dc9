import {
  type Actor,
  type Application,
  type Approval,
  durationMilliseconds,
  type Environment,
  type NewEvent,
  type Plan,
} from "@lockstep/model";
import { findBrokenGlass } from "@lockstep/policy";

/** Where a policy that let somebody break the glass says nothing more. */
const defaultWithin = "24h";

/** What an apply behind a broken glass leaves behind: a debt, and news of it. */
export interface BrokenGlass {
  readonly debt: Application["debt"];
  readonly events: readonly NewEvent[];
}

const whole: BrokenGlass = { debt: null, events: [] };

/** Whether this plan is applied because somebody broke the glass, by the policy in force. */
export function judgeGlass(
  { plan, approvals }: { readonly plan: Plan; readonly approvals: readonly Approval[] },
  { policy, deploy }: { readonly policy: Environment; readonly deploy: string },
): BrokenGlass {
  const broken = findBrokenGlass(plan, { approvals, policy });
  if (broken === null) return whole;
  const { actor, reason } = broken;
  const within = policy.gates.windows?.breakGlass?.reconcileWithin ?? defaultWithin;
  return {
    debt: { actor: actorOf(actor), reason, withinMs: durationMilliseconds(within) },
    events: [
      { name: "break-glass.used", environment: plan.environment, body: { deploy, actor, reason, within } },
    ],
  };
}

function actorOf(id: string): Actor {
  return { kind: id.startsWith("token:") ? "token" : "user", id };
}
