import type { AttemptView } from "../org/responses.ts";

/** A step attempt as people call it: `rate`, `rate[3]` for an item, `rate (try 2)` after a failure. */
export function attemptName({ step, item, attempt }: Pick<AttemptView, "step" | "item" | "attempt">): string {
  return `${step}${item >= 0 ? `[${item}]` : ""}${attempt > 1 ? ` (try ${attempt})` : ""}`;
}
