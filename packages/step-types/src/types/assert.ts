import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    that: Type.Boolean({ description: "What must be true." }),
    message: text("What the step fails with otherwise."),
  },
  strict,
);

/** `assert`: stops with a message unless something holds. */
export const assert = declareStepType({
  type: "assert",
  summary: "Fails with a message unless a condition holds.",
  with: parameters,
  outputSchema: () => ({ type: "null" }),
});
