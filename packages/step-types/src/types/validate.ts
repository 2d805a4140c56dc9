import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, jsonSchema, strict } from "../fields.ts";

const parameters = Type.Object(
  {
    value: Type.Optional(anyValue("One value to check; not together with `items`.")),
    items: Type.Optional(Type.Array(Type.Unknown(), { description: "Values to check one by one." })),
    schema: jsonSchema("JSON Schema that the value, or each item, must fit."),
    onInvalid: Type.Optional(
      Type.Enum(["fail", "partition", "drop"], {
        description:
          "fail (default): the step fails. partition: `valid` and `invalid` side by side. drop: the valid items only.",
      }),
    ),
  },
  { ...strict, oneOf: [{ required: ["value"] }, { required: ["items"] }] },
);

const partition = {
  type: "object",
  additionalProperties: false,
  required: ["valid", "invalid"],
  properties: {
    valid: { type: "array" },
    invalid: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["index", "value", "errors"],
        properties: {
          index: { type: "integer" },
          value: {},
          errors: {
            type: "array",
            items: {
              type: "object",
              additionalProperties: false,
              properties: { path: { type: "string" }, message: { type: "string" } },
            },
          },
        },
      },
    },
  },
} as const;

/** `validate`: values against a JSON Schema. */
export const validate = declareStepType({
  type: "validate",
  summary: "Checks a value, or each of many, against a JSON Schema and gives what fits.",
  with: parameters,
  outputSchema: ({ onInvalid, items }) => {
    if (onInvalid === "partition") return partition;
    return items === undefined ? {} : { type: "array" };
  },
  literal: ["/schema/**"],
});
