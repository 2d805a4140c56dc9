import { toTimestamp } from "@lockstep/model";

import type { Ending } from "./advance.ts";
import type { AdvanceRequest } from "./draft.ts";

/** Why a run ends at once, finished or not; null while nothing interrupts it. */
export function interruptionOf(
  run: Omit<AdvanceRequest["run"], "id">,
  now: number,
): Exclude<Ending, { to: "completed" }> | null {
  if (run.cancelRequested)
    return { to: "cancelled", error: { type: "cancelled", message: "The run was cancelled." } };
  if (now < run.deadlineAt) return null;
  const message = `The run did not end by its deadline, ${toTimestamp(run.deadlineAt)}.`;
  return { to: "failed", error: { type: "timeout", message } };
}
