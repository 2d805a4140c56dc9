import type { Step } from "@lockstep/model";
import { declarationOf, type Power } from "@lockstep/step-types";

/** What no test may use, whatever a step's `effects` claim. */
const outside: readonly Power[] = ["network", "connection", "channel", "people", "runs"];

/** Whether a step may really run in a test: it has no effects, and its type reaches nothing outside the run. */
export function mayRunInTests({ type, effects }: Step): boolean {
  return effects === "none" && !declarationOf(type).powers.some((power) => outside.includes(power));
}
