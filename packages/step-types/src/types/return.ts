import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict } from "../fields.ts";

const parameters = Type.Object(
  { value: Type.Optional(anyValue("What the run returns. Default null.")) },
  strict,
);

/** `return`: ends the run early, as completed. */
export const returnStep = declareStepType({
  type: "return",
  summary: "Ends the run early and returns a value in place of `output.value`.",
  with: parameters,
  outputSchema: () => ({}),
});
