import { Type } from "typebox";

import { declareStepType } from "../declare-step-type.ts";
import { anyValue, strict, text } from "../fields.ts";

const parameters = Type.Object(
  {
    operation: Type.Enum(["read", "parse", "write"], {
      description: "read: a file of the run. parse: a text. write: a file of the run.",
    }),
    path: Type.Optional(text("Path under the run's own storage; for read and write.")),
    format: Type.Enum(["text", "json", "jsonl", "csv"], { description: "How the text is to be understood." }),
    content: Type.Optional(anyValue("The text to parse, or the value to write.")),
    delimiter: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1, description: "For csv. Default a comma." }),
    ),
    header: Type.Optional(
      Type.Boolean({ description: "For csv: whether the first line names the columns. Default true." }),
    ),
  },
  {
    ...strict,
    anyOf: [
      { required: ["content"], properties: { operation: { const: "parse" } } },
      { required: ["content", "path"], properties: { operation: { const: "write" } } },
      { required: ["path"], properties: { operation: { const: "read" } } },
    ],
  },
);

/** `file`: files under the run's own storage. */
export const file = declareStepType({
  type: "file",
  summary: "Reads, parses or writes CSV, JSON, JSON lines and text under the run's own storage.",
  with: parameters,
  outputSchema: ({ operation }) =>
    operation === "write"
      ? {
          type: "object",
          additionalProperties: false,
          required: ["path", "bytes"],
          properties: { path: { type: "string" }, bytes: { type: "integer" } },
        }
      : {},
  literal: ["/operation", "/format"],
  powers: ["storage"],
});
