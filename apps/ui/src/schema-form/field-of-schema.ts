import type { Json, JsonObject } from "@lockstep/model";

import { isObject } from "../json/is-object.ts";
import { type FormField, type NamedField } from "./form-field.ts";

const annotations = [
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
];

/** What fields can show, or the server checks alone. A schema that says more is asked for as JSON. */
const understood: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern", "format"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  boolean: [],
  array: ["items", "minItems", "maxItems", "uniqueItems"],
  object: ["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
};

/** Deeper nesting, and more fields, are asked for as JSON. */
const deepest = 5;
const mostFields = 200;

/** The form for a JSON Schema: `oneOf` and everything else that no field can show is a field for JSON. */
export function fieldOfSchema(schema: unknown, depth = 0): FormField {
  const facts = factsOf(schema);
  const asJson: FormField = { kind: "json", ...facts };
  if (!isObject(schema) || depth > deepest) return asJson;
  if ("enum" in schema || "const" in schema) return choiceOf(schema, facts) ?? asJson;
  const type = schema["type"] ?? (isObject(schema["properties"]) ? "object" : null);
  if (typeof type !== "string" || !isUnderstood(schema, type)) return asJson;
  if (type === "string") {
    const format = schema["format"];
    return {
      kind: "text",
      ...facts,
      format: typeof format === "string" ? format : null,
      minLength: numberOf(schema["minLength"], 0),
      maxLength: numberOf(schema["maxLength"], Infinity),
    };
  }
  if (type === "number" || type === "integer") {
    return {
      kind: "number",
      ...facts,
      isInteger: type === "integer",
      minimum: numberOf(schema["minimum"], -Infinity),
      maximum: numberOf(schema["maximum"], Infinity),
      above: numberOf(schema["exclusiveMinimum"], -Infinity),
      below: numberOf(schema["exclusiveMaximum"], Infinity),
    };
  }
  if (type === "boolean") return { kind: "boolean", ...facts };
  if (type === "array") {
    return {
      kind: "list",
      ...facts,
      item: fieldOfSchema(schema["items"] ?? {}, depth + 1),
      minItems: numberOf(schema["minItems"], 0),
      maxItems: numberOf(schema["maxItems"], Infinity),
    };
  }
  const fields = fieldsOf(schema, depth);
  return fields.length === 0 || fields.length > mostFields ? asJson : { kind: "object", ...facts, fields };
}

/** What has to be given comes first: stored schemas have their properties by name. */
function fieldsOf(schema: JsonObject, depth: number): readonly NamedField[] {
  const fields = listFields(schema, depth);
  return [
    ...fields.filter(({ isRequired }) => isRequired),
    ...fields.filter(({ isRequired }) => !isRequired),
  ];
}

function listFields(schema: JsonObject, depth: number): readonly NamedField[] {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? (schema["required"] as readonly Json[]) : [];
  const unnamed = required
    .filter((name) => typeof name === "string")
    .filter((name) => !Object.hasOwn(properties, name));
  return [
    ...Object.entries(properties).map(([name, property]) => ({
      name,
      isRequired: required.includes(name),
      field: fieldOfSchema(property, depth + 1),
    })),
    ...unnamed.map((name) => ({ name, isRequired: true, field: fieldOfSchema({}, depth + 1) })),
  ];
}

function choiceOf(schema: JsonObject, facts: ReturnType<typeof factsOf>): FormField | null {
  const { enum: named, const: only, type: _type, ...rest } = schema;
  if (Object.keys(rest).some((keyword) => !annotations.includes(keyword))) return null;
  if (named !== undefined && only !== undefined) return null;
  const choices = only === undefined ? named : [only];
  return Array.isArray(choices) ? { kind: "choice", ...facts, choices: choices as readonly Json[] } : null;
}

function isUnderstood(schema: JsonObject, type: string): boolean {
  const keywords = Object.hasOwn(understood, type) ? understood[type] : undefined;
  if (keywords === undefined) return false;
  return Object.keys(schema).every(
    (keyword) => keyword === "type" || annotations.includes(keyword) || keywords.includes(keyword),
  );
}

function factsOf(schema: unknown) {
  const { title, description, default: preset } = isObject(schema) ? schema : {};
  return {
    title: typeof title === "string" ? title : "",
    description: typeof description === "string" ? description : "",
    preset,
  };
}

function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
