import { fromTimestamp, type Json, type StepAttempt, toTimestamp, type WaitsFor } from "@lockstep/model";

import { type Arrival, type Draft, wakeBy } from "./draft.ts";

interface Subject {
  readonly item: number;
  readonly value: Json;
  readonly last: StepAttempt;
  readonly waitsFor: WaitsFor;
}

/**
 * Looks at an attempt that waits for an instant, a person or a run: what it waited for may have come, or time is up.
 */
export function advanceWait(draft: Draft, { item, value, last, waitsFor }: Subject): { readonly is: "open" } {
  const result = last.reply?.result ?? resultOfTime(draft, last, waitsFor);
  if (result !== null) draft.arrivals.push({ step: last.step, item, attempt: last.attempt, value, result });
  return { is: "open" };
}

/** What the passing of time alone brings. A reply goes before the end of time, so replies must have been looked for. */
function resultOfTime(draft: Draft, { retryAt }: StepAttempt, waitsFor: WaitsFor): Arrival["result"] | null {
  if (retryAt === null) return null;
  const at = fromTimestamp(retryAt);
  if (at > draft.now) {
    wakeBy(draft, at);
    return null;
  }
  if (waitsFor.kind === "instant") return { output: { until: retryAt } };
  if (draft.heardAt >= at) return { error: { type: "timeout", message: lateness(waitsFor, at) } };
  draft.listenFor = Math.max(draft.listenFor ?? at, at);
  return null;
}

function lateness(waitsFor: Exclude<WaitsFor, { kind: "instant" }>, at: number): string {
  const by = toTimestamp(at);
  return waitsFor.kind === "person"
    ? `Nobody of ${waitsFor.assignees.join(", ")} answered by ${by}.`
    : `The run ${waitsFor.run} did not end by ${by}, the timeout of the step; it was cancelled.`;
}
