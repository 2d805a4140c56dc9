import { type ListedAttempt, type StepState, stepStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { json, nullable, oneOf, timestamp } from "./fields.ts";
import { runErrorView, shortened } from "./run-view.ts";

/** Larger outputs are left out of lists; `/runs/{id}/steps/{step}` has them. */
export const largestListedOutput = 8_000;

/** One try of one step, or of one item of its `forEach`. */
export const stepAttemptView = Type.Object(
  {
    step: Type.String(),
    item: Type.Integer({ description: "Index of the `forEach` item; -1 for the step itself." }),
    attempt: Type.Integer({ description: "1 for the first try; 0 for a step that never started." }),
    status: oneOf(Object.keys(stepStates) as StepState[]),
    output: json,
    outputBytes: Type.Integer({ description: "Size of the output as JSON." }),
    isOutputOmitted: Type.Boolean({
      description: "Whether the output is too large for a list; `/runs/{id}/steps/{step}` has it.",
    }),
    error: nullable(runErrorView),
    startedAt: nullable(timestamp),
    endedAt: nullable(timestamp),
    retryAt: nullable(timestamp),
  },
  { $id: "StepAttempt" },
);

export const stepAttemptResponse = Type.Object({ attempt: stepAttemptView });

export function presentStepAttempt({
  run: _run,
  state,
  ...rest
}: ListedAttempt): Static<typeof stepAttemptView> {
  return { ...rest, status: state };
}

/** An attempt in a list. */
export function presentListedAttempt(attempt: ListedAttempt): Static<typeof stepAttemptView> {
  return { ...presentStepAttempt(attempt), error: shortened(attempt.error) };
}
