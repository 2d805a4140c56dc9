import { type ListedAttempt, type StepAttempt, type StepState, stepStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { json, nullable, oneOf, timestamp } from "./fields.ts";
import { runErrorView } from "./run-view.ts";

const fields = {
  step: Type.String(),
  item: Type.Integer({ description: "Index of the `forEach` item; -1 for the step itself." }),
  attempt: Type.Integer({ description: "1 for the first try; 0 for a step that never started." }),
  status: oneOf(Object.keys(stepStates) as StepState[]),
  output: json,
  error: nullable(runErrorView),
  startedAt: nullable(timestamp),
  endedAt: nullable(timestamp),
  retryAt: nullable(timestamp),
};

/** One try of one step, or of one item of its `forEach`. */
export const stepAttemptView = Type.Object(fields, { $id: "StepAttempt" });

/** An attempt in a list, where a large output is told by its size only. */
export const listedAttemptView = Type.Object(
  {
    ...fields,
    outputBytes: nullable(
      Type.Integer({ description: "Bytes of an output above 64 KiB, which is null here; else null." }),
    ),
  },
  { $id: "ListedStepAttempt" },
);

export function presentStepAttempt({
  run: _run,
  state,
  ...rest
}: StepAttempt): Static<typeof stepAttemptView> {
  return { ...rest, status: state };
}

export function presentListedAttempt({
  outputBytes,
  ...attempt
}: ListedAttempt): Static<typeof listedAttemptView> {
  return { ...presentStepAttempt(attempt), outputBytes };
}
