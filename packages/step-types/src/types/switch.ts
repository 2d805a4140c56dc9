import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict } from "../fields.ts";

const parameters = Type.Object(
  {
    value: anyValue("Compared, as text, with the names of the cases."),
    cases: Type.Record(Type.String(), Type.Unknown(), { description: "What each value gives." }),
    default: Type.Optional(anyValue("What any other value gives; without it the step fails.")),
  },
  strict,
);

/** `switch`: one of several values. */
export const switchStep = declareStepType({
  type: "switch",
  summary: "Chooses a value by name.",
  with: parameters,
  outputSchema: () => ({}),
});
