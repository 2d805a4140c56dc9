import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    connection: text("A connection named in `uses.connections`."),
    statement: text("One SQL statement with placeholders `$1`, `$2` …; templates are refused here."),
    parameters: Type.Optional(Type.Array(Type.Unknown(), { description: "Values of the placeholders." })),
    maxRows: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: "More rows fail the step. Default 1000." }),
    ),
  },
  strict,
);

/** `sql`: one parameterised statement. */
export const sql = declareStepType({
  type: "sql",
  summary: "Runs one parameterised statement on a declared connection.",
  with: parameters,
  outputSchema: () => ({
    type: "object",
    additionalProperties: false,
    required: ["rowCount"],
    properties: { rows: { type: "array", items: { type: "object" } }, rowCount: { type: "integer" } },
  }),
  effects: { default: "write", floor: "read" },
  literal: ["/connection", "/statement"],
  powers: ["connection"],
});
