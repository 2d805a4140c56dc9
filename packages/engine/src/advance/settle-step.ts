import type { Json, RunError, Step, StepAttempt } from "@lockstep/model";

import { toRunError } from "../step-failure.ts";
import { type Draft, recordVerdict } from "./draft.ts";
import type { Signal } from "./signal.ts";
import type { StepView } from "./step-view.ts";

/** Takes an ended row as the step's end. */
export function settle(draft: Draft, row: StepAttempt, signal: Signal): void {
  const attempts = draft.journal.of(row.step)?.attempts ?? 0;
  draft.signals.set(row.step, signal);
  draft.views.set(row.step, viewOf(row, attempts));
}

/** An ended row as expressions see its step. */
export function viewOf(row: StepAttempt, attempts: number): StepView {
  const error = row.error === null ? {} : { error: row.error };
  switch (row.state) {
    case "completed":
      return { status: "completed", attempts, output: row.output, ...error };
    case "failed":
    case "skipped":
    case "cancelled":
      return { status: row.state, attempts, ...error };
    case "pending":
    case "running":
    case "waiting":
      throw new RangeError(`step ${row.step} has not ended, it is ${row.state}`);
  }
}

/**
 * Ends a step that failed by its `onError`. `row` is the failed attempt, where there was one to speak for the step;
 * `items` are those of a `forEach`, kept for a run that takes this one up.
 */
export function settleFailure(
  draft: Draft,
  step: Step,
  failure: { error: RunError; row: StepAttempt | null; items?: readonly Json[] },
): void {
  const { error, row, items = null } = failure;
  const { strategy, on } = step.onError;
  const isHandled = on.some((type) => type === "any" || type === error.type);
  if (isHandled && strategy === "skip")
    return settle(draft, recordVerdict(draft, step.id, { state: "skipped", error }), "success");
  if (isHandled && strategy === "fallback") return settleFallback(draft, step, error);
  settle(draft, row ?? recordVerdict(draft, step.id, { state: "failed", error, output: items }), "failure");
}

function settleFallback(draft: Draft, step: Step, error: RunError): void {
  try {
    const output = draft.evaluate.fallback(step, draft.views);
    settle(draft, recordVerdict(draft, step.id, { state: "completed", output, error }), "success");
  } catch (thrown) {
    const row = recordVerdict(draft, step.id, { state: "failed", error: toRunError(thrown) });
    settle(draft, row, "failure");
  }
}
