import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { duration, strict } from "../fields.ts";

const parameters = Type.Object(
  {
    for: Type.Optional(duration("How long to wait; not together with `until`.")),
    until: Type.Optional(
      Type.String({
        format: "date-time",
        description: "Instant to wait for; one in the past does not wait.",
      }),
    ),
  },
  { ...strict, oneOf: [{ required: ["for"] }, { required: ["until"] }] },
);

/** `wait`: until an instant, holding no worker. */
export const wait = declareStepType({
  type: "wait",
  summary: "Waits for a span or until an instant, and holds no worker meanwhile.",
  with: parameters,
  outputSchema: () => ({
    type: "object",
    additionalProperties: false,
    required: ["until"],
    properties: { until: { type: "string" } },
  }),
  powers: ["timer"],
});
