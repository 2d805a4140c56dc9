import type { Json, JsonSchema } from "@lockstep/model";

import { isRecord } from "../compare/compare-values.ts";

/** Keywords of JSON Schema 2020-12 that inform people and constrain nothing. */
const annotations = new Set(["title", "description", "examples", "$comment"]);
const schemaMaps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
const sets = new Set(["required", "enum", "type"]);
/** Their values are data, never schemas. */
const literals = new Set(["const", "default", "dependentRequired"]);

/** A schema without annotations and with set-like lists sorted: equal for equal meaning, written either way. */
export function normalizeSchema(schema: JsonSchema): JsonSchema {
  return (isRecord(schema) ? normalizeObject(schema) : schema) as JsonSchema;
}

function normalizeObject(schema: { readonly [keyword: string]: unknown }): Json {
  const kept = Object.entries(schema).filter(([keyword]) => !annotations.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, normalizeKeyword(keyword, value)]));
}

function normalizeKeyword(keyword: string, value: unknown): Json {
  if (literals.has(keyword)) return value as Json;
  if (sets.has(keyword)) return sorted(value);
  if (Array.isArray(value)) return value.map((item) => normalizeSchema(item as JsonSchema));
  if (!isRecord(value)) return value as Json;
  if (!schemaMaps.has(keyword)) return normalizeObject(value);
  const members = Object.entries(value).map(([name, schema]) => [
    name,
    normalizeSchema(schema as JsonSchema),
  ]);
  return Object.fromEntries(members) as Json;
}

function sorted(value: unknown): Json {
  if (!Array.isArray(value)) return value as Json;
  const keyed = value.map((item) => [JSON.stringify(item), item as Json] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}
