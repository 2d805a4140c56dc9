import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict } from "../fields.ts";

const parameters = Type.Object({ value: anyValue("Becomes the output.") }, strict);

/** `echo`: passes a value through. */
export const echo = declareStepType({
  type: "echo",
  summary: "Passes a value through.",
  with: parameters,
  outputSchema: () => ({}),
});
