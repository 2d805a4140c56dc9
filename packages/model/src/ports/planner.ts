import type { Decision } from "../decision.ts";
import type { Slug } from "../identifiers.ts";
import type { Impact } from "../impact.ts";
import type { Plan } from "../plan.ts";

/** Says what would be applied, without applying it: the same path the controller takes. */
export interface Planner {
  /** `revision` null is the branch's head. Failures: `not-found`, those of {@link Repository}. */
  preview(environment: Slug, revision: string | null, signal: AbortSignal): Promise<Preview>;
}

export interface Preview {
  readonly plan: Plan;
  readonly decision: Decision;
  readonly impact: Impact;
}
