import { Type } from "typebox";

import { json, namePattern, strict, text } from "./fields.ts";
import { stepErrorTypes } from "./retry-format.ts";

const errorType = Type.Enum([...stepErrorTypes]);

const mock = Type.Object(
  {
    output: Type.Optional(json("What the step gives; with `forEach`, what every item gives.")),
    outputs: Type.Optional(
      Type.Array(json("Output of one item."), { description: "What each `forEach` item gives." }),
    ),
    error: Type.Optional(
      Type.Object(
        { type: errorType, message: text("What went wrong.") },
        { ...strict, description: "How it fails." },
      ),
    ),
  },
  {
    ...strict,
    minProperties: 1,
    maxProperties: 1,
    description: "What a step does in the test: exactly one of these.",
  },
);

const expectation = Type.Object(
  {
    status: Type.Optional(
      Type.Enum(["completed", "failed", "cancelled"], {
        description:
          "How the run ends. Default: failed with `error`, completed unless a step is expected to fail.",
      }),
    ),
    output: Type.Optional(json("What the run returns.")),
    steps: Type.Optional(
      Type.Record(Type.String(), Type.Enum(["completed", "failed", "skipped", "cancelled"]), {
        description: "How steps end, by id.",
      }),
    ),
    error: Type.Optional(
      Type.Object(
        {
          type: Type.Optional(errorType),
          contains: Type.Optional(text("Part of the message.")),
        },
        { ...strict, description: "Why the run fails." },
      ),
    ),
    assertions: Type.Optional(
      Type.Array(text("Expression."), { description: "Expressions over the run that must be true." }),
    ),
  },
  { ...strict, minProperties: 1, description: "What must come out." },
);

/** A test as people write it. */
export const testFormat = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 300, description: "What the test claims." }),
    input: Type.Optional(json("The run's input. Default: the pipeline's sample.")),
    variables: Type.Optional(
      Type.Record(Type.String({ pattern: namePattern }), json("Value of the variable."), {
        description: "Values of variables. Default: each variable is its own name as text.",
      }),
    ),
    mocks: Type.Optional(
      Type.Record(Type.String(), mock, { description: "What steps do instead of running, by id." }),
    ),
    expect: expectation,
  },
  { ...strict, description: "A run with mocked steps and what must come out of it." },
);
