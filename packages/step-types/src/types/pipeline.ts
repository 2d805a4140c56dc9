import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict } from "../fields.ts";

/** `slug@1.2.3`, `slug@^1.2.0` or `slug@~1.2.0`. */
export const calleePattern =
  "^[a-z][a-z0-9]*([-_][a-z0-9]+)*@[\\^~]?(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})$";

const parameters = Type.Object(
  {
    pipeline: Type.String({
      pattern: calleePattern,
      description: "Which pipeline in which range: `slug@1.2.3` or `slug@^1.2.0`. A deploy pins the version.",
    }),
    input: Type.Optional(anyValue("The run's input. Default: an empty object.")),
    wait: Type.Optional(Type.Boolean({ description: "Whether to wait for the run to end. Default true." })),
  },
  strict,
);

/** `pipeline`: a run of another pipeline. */
export const pipeline = declareStepType({
  type: "pipeline",
  summary: "Runs another pipeline; when awaited, its output is the output.",
  with: parameters,
  outputSchema: ({ wait }) =>
    wait === false
      ? {
          type: "object",
          additionalProperties: false,
          required: ["runId"],
          properties: { runId: { type: "string" } },
        }
      : {},
  effects: { default: "write", floor: "none" },
  literal: ["/pipeline"],
  powers: ["runs"],
});
