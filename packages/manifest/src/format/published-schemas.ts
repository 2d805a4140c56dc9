import { type JsonObject, stepTypes } from "@lockstep/model";
import { declarationOf, writtenSchemaOf } from "@lockstep/step-types";

import { environmentFormat } from "./environment-format.ts";
import { orgFormat } from "./org-format.ts";
import { pipelineFormat } from "./pipeline-format.ts";
import { stepFormat } from "./step-format.ts";
import { triggerFormats } from "./trigger-format.ts";

type Schema = { readonly [keyword: string]: unknown };

const dialect = "https://json-schema.org/draft/2020-12/schema";

const fileReference = {
  type: "object",
  required: ["$file"],
  additionalProperties: false,
  properties: {
    $file: { type: "string", description: "A file beside or below the manifest, pulled in here." },
  },
} as const;

/** The JSON Schemas that editors use, by file name: the formats, with what each step and trigger type takes. */
export function publishedSchemas(): { readonly [file: string]: JsonObject } {
  return {
    "pipeline.schema.json": published("Lockstep pipeline", withTypes(pipelineFormat)),
    "environment.schema.json": published("Lockstep environment", environmentFormat),
    "org.schema.json": published("Lockstep org", orgFormat),
  };
}

function published(title: string, schema: object): JsonObject {
  return JSON.parse(JSON.stringify({ $schema: dialect, title, ...schema })) as JsonObject;
}

function withTypes(format: typeof pipelineFormat): Schema {
  const properties: Schema = {
    ...format.properties,
    steps: { ...format.properties.steps, items: { oneOf: stepTypes.map(stepOfType) } },
    triggers: { ...format.properties.triggers, items: { oneOf: Object.values(triggerFormats) } },
  };
  return { ...format, properties, $defs: stepFormat.properties };
}

/** Fields that all step types share stand once, under `$defs`. */
const sharedFields: Schema = Object.fromEntries(
  Object.keys(stepFormat.properties).map((name) => [name, { $ref: `#/$defs/${name}` }]),
);

/** A step of one type: its `with` is what the type takes, and files may be pulled in there. */
function stepOfType(type: (typeof stepTypes)[number]): Schema {
  const declaration = declarationOf(type);
  const parameters = writtenSchemaOf(declaration) as { readonly required?: readonly string[] } & Schema;
  const needsParameters = (parameters.required ?? []).length > 0;
  return {
    ...stepFormat,
    title: type,
    required: needsParameters ? ["id", "type", "with"] : ["id", "type"],
    properties: {
      ...sharedFields,
      type: { const: type, description: declaration.summary },
      with: { ...withFiles(parameters), description: "What the step type is told. Templates are allowed." },
    },
  };
}

function withFiles(parameters: Schema): Schema {
  const fields = Object.entries(parameters["properties"] as { readonly [name: string]: Schema });
  return {
    ...parameters,
    properties: Object.fromEntries(
      fields.map(([name, { description, ...field }]) => [
        name,
        { description, anyOf: [field, fileReference] },
      ]),
    ),
  };
}
