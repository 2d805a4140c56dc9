import type { JsonSchema } from "@lockstep/model";

import type { WrittenPipeline } from "../format/pipeline-format.ts";
import type { Path } from "../text/finding.ts";

/** A JSON Schema inside a manifest. */
export interface PlacedSchema {
  readonly schema: JsonSchema;
  readonly path: Path;
}

/** Fields of `with` that hold a JSON Schema, by step type. */
const schemaFields: { readonly [type: string]: string } = {
  llm: "responseSchema",
  validate: "schema",
  approval: "form",
};

/** Every JSON Schema of a manifest. */
export function jsonSchemas({ input, output, steps }: WrittenPipeline): readonly PlacedSchema[] {
  const placed: PlacedSchema[] = [];
  const add = (schema: unknown, path: Path) => {
    if (isSchema(schema)) placed.push({ schema, path });
  };
  add(input?.schema, ["input", "schema"]);
  add(output?.schema, ["output", "schema"]);
  for (const [index, step] of steps.entries()) {
    add(step.outputSchema, ["steps", index, "outputSchema"]);
    const field = schemaFields[step.type];
    if (field !== undefined) add(step.with?.[field], ["steps", index, "with", field]);
  }
  return placed;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || (value !== null && typeof value === "object" && !Array.isArray(value));
}
