import { durationMilliseconds, toTimestamp } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";
import { Suspended } from "./suspended.ts";

/** Waits for a span or until an instant; one that has passed is over at once. */
export const wait: StepExecutor<"wait"> = ({ for: span, until: instant }, { clock }) => {
  const until = span === undefined ? Date.parse(instant ?? "") : clock.now() + durationMilliseconds(span);
  return until <= clock.now() ? { until: toTimestamp(until) } : new Suspended({ kind: "instant" }, until);
};
