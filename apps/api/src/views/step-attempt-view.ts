import { type ListedAttempt, type StepAttempt, type StepState, stepStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, json, list, nullable, oneOf, timestamp } from "./fields.ts";
import { runErrorView } from "./run-view.ts";

const usageView = Type.Object(
  {
    inputTokens: Type.Integer(),
    outputTokens: Type.Integer(),
    cost: nullable(Type.Number({ description: "null where the step states no price." })),
  },
  { description: "What the attempt used of a model." },
);

/** A question to people, as an `approval` step asks it. */
const askedView = Type.Object({
  kind: oneOf(["person"]),
  prompt: Type.String(),
  assignees: list(Type.String()),
  form: Type.Unknown({ description: "JSON Schema of the answer." }),
});

const waitsForView = Type.Union([
  Type.Object({ kind: oneOf(["instant"]) }),
  askedView,
  Type.Object({ kind: oneOf(["run"]), run: id }),
]);

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
  usage: nullable(usageView),
  waitsFor: nullable(waitsForView),
  repliedBy: nullable(Type.String({ description: "Who answered, or the run that ended." })),
  repliedAt: nullable(timestamp),
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
  reply,
  ...rest
}: StepAttempt): Static<typeof stepAttemptView> {
  return { ...rest, status: state, repliedBy: reply?.by ?? null, repliedAt: reply?.at ?? null };
}

export function presentListedAttempt({
  outputBytes,
  ...attempt
}: ListedAttempt): Static<typeof listedAttemptView> {
  return { ...presentStepAttempt(attempt), outputBytes };
}
