import { problemCodes, type ProblemCode } from "@lockstep/model";
import { Type } from "typebox";

import { json, oneOf } from "./fields.ts";

/** Something wrong with a manifest or a plan, at a place a person can go to. */
export const problemView = Type.Object(
  {
    code: oneOf(Object.keys(problemCodes) as ProblemCode[]),
    severity: oneOf(["error", "warning"]),
    file: Type.String(),
    line: Type.Integer(),
    column: Type.Integer(),
    path: Type.String({ description: "JSON pointer into the manifest." }),
    message: Type.String(),
    fix: Type.Optional(Type.String()),
    facts: Type.Optional(Type.Record(Type.String(), json)),
  },
  { $id: "ManifestProblem" },
);
