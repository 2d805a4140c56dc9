import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

/** Keywords of JSON Schema that say something to people and nothing to validators. */
const annotations: ReadonlySet<string> = new Set(["title", "description", "examples", "$comment"]);

type Shape = "schema" | "schemas" | "schema-map";

/** Keywords whose value holds further schemas; everything else (`const`, `enum`, `default` …) is data. */
const keywords: Record<Shape, readonly string[]> = {
  "schema-map": ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  schemas: ["allOf", "anyOf", "oneOf", "prefixItems"],
  schema: [
    "items",
    "additionalProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contains",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "contentSchema",
  ],
};

const shapes: ReadonlyMap<string, Shape> = new Map(
  (Object.keys(keywords) as Shape[]).flatMap((shape) =>
    keywords[shape].map((keyword) => [keyword, shape] as const),
  ),
);

/** A JSON Schema without annotation keywords. A property that is *named* `title` stays. */
export function stripAnnotations(schema: JsonSchema): JsonSchema {
  return stripped(schema) as JsonSchema;
}

function stripped(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const kept: { [keyword: string]: Json } = {};
  for (const keyword of Object.keys(schema))
    if (!annotations.has(keyword)) kept[keyword] = strippedKeyword(keyword, schema[keyword] ?? null);
  return kept;
}

function strippedKeyword(keyword: string, value: Json): Json {
  switch (shapes.get(keyword)) {
    case "schema":
      return stripped(value);
    case "schemas":
      return Array.isArray(value) ? value.map(stripped) : value;
    case "schema-map":
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, stripped(member)]))
        : value;
    case undefined:
      return value;
  }
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
