import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { strict } from "../fields.ts";

const parameters = Type.Object(
  {
    values: Type.Record(Type.String(), Type.Unknown(), {
      description: "Names and values; they are the output.",
    }),
  },
  strict,
);

/** `set`: named constants. */
export const set = declareStepType({
  type: "set",
  summary: "Gives names to values for later steps.",
  with: parameters,
  outputSchema: ({ values }) => {
    const names = values !== null && typeof values === "object" ? Object.keys(values) : [];
    return {
      type: "object",
      additionalProperties: false,
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, {}])),
    };
  },
});
