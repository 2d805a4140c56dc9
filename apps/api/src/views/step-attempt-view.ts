import { type ListedAttempt, type StepAttempt, type StepState, stepStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, json, list, nullable, oneOf, timestamp } from "./fields.ts";
import { runErrorView, shortened } from "./run-view.ts";

/** Larger outputs are left out of lists; `/runs/{id}/steps/{step}` has them. */
export const largestListedOutput = 8_000;

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
    usage: nullable(usageView),
    waitsFor: nullable(waitsForView),
    repliedBy: nullable(Type.String({ description: "Who answered, or the run that ended." })),
    repliedAt: nullable(timestamp),
  },
  { $id: "StepAttempt" },
);

export const stepAttemptResponse = Type.Object({ attempt: stepAttemptView });

function presentStepAttempt({
  run: _run,
  state,
  reply,
  ...rest
}: ListedAttempt): Static<typeof stepAttemptView> {
  return { ...rest, status: state, repliedBy: reply?.by ?? null, repliedAt: reply?.at ?? null };
}

/** An attempt with its whole output. */
export function presentWholeAttempt(attempt: StepAttempt): Static<typeof stepAttemptView> {
  const outputBytes = Buffer.byteLength(JSON.stringify(attempt.output));
  return presentStepAttempt({ ...attempt, outputBytes, isOutputOmitted: false });
}

/** An attempt in a list. */
export function presentListedAttempt(attempt: ListedAttempt): Static<typeof stepAttemptView> {
  return { ...presentStepAttempt(attempt), error: shortened(attempt.error) };
}
