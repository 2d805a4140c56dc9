import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    set: Type.Optional(anyValue("Templates; what they give is the output.")),
    jsonata: Type.Optional(text("A JSONata expression over `data`.")),
    jmespath: Type.Optional(text("A JMESPath expression over `data`.")),
    data: Type.Optional(anyValue("What `jsonata` or `jmespath` looks at.")),
  },
  {
    ...strict,
    oneOf: [{ required: ["set"] }, { required: ["jsonata"] }, { required: ["jmespath"] }],
    dependentRequired: { jsonata: ["data"], jmespath: ["data"] },
  },
);

/** `transform`: a value made from other values. */
export const transform = declareStepType({
  type: "transform",
  summary: "Makes a value by exactly one of `set`, `jsonata` and `jmespath`.",
  with: parameters,
  outputSchema: ({ set }) =>
    set !== null && typeof set === "object" && !Array.isArray(set)
      ? {
          type: "object",
          additionalProperties: false,
          required: Object.keys(set),
          properties: Object.fromEntries(Object.keys(set).map((name) => [name, {}])),
        }
      : {},
  literal: ["/jsonata", "/jmespath"],
});
