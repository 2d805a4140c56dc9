import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { duration, jsonSchema, strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    prompt: text("What the person is asked."),
    assignees: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: "Who may answer: `team:support`, `github:ada`, `email:ada@example.com`.",
    }),
    form: Type.Optional(
      jsonSchema("JSON Schema of the answer, which is the output. Default: an empty object."),
    ),
    expiresAfter: Type.Optional(duration("Afterwards the step fails with a timeout. Default 7d.")),
  },
  strict,
);

/** `approval`: a person answers a form. */
export const approval = declareStepType({
  type: "approval",
  summary: "Asks a person, and holds no worker until the answer comes.",
  with: parameters,
  outputSchema: ({ form }) =>
    form !== undefined && form !== null && typeof form === "object" && !Array.isArray(form)
      ? (form as { readonly [key: string]: never })
      : {},
  literal: ["/form/**"],
  powers: ["people", "timer"],
});
