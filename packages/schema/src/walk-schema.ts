import { joinPointer, type Json, type JsonObject, type JsonSchema } from "@lockstep/model";

import { keywordShapes, type KeywordShape } from "./keywords.ts";

/** A schema within a schema, with its JSON pointer. */
export interface PlacedSchema {
  readonly schema: JsonSchema;
  readonly path: string;
}

/** A schema and every schema below it, outermost first; values such as `default` and `enum` are not looked into. */
export function* walkSchema(schema: Json, path = ""): Generator<PlacedSchema> {
  if (typeof schema === "boolean") yield { schema, path };
  if (!isObject(schema)) return;
  yield { schema, path };
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = keywordShapes.get(keyword) ?? "value";
    for (const [child, childPath] of schemasBelow[shape](value, joinPointer(path, keyword)))
      yield* walkSchema(child, childPath);
  }
}

type Children = Iterable<readonly [Json, string]>;

const schemasBelow: { readonly [S in KeywordShape]: (value: Json, path: string) => Children } = {
  value: () => [],
  schema: (value, path) => [[value, path]],
  schemas: (value, path) =>
    Array.isArray(value)
      ? value.map((child: Json, index) => [child, joinPointer(path, String(index))] as const)
      : [],
  "schema-map": (value, path) =>
    isObject(value)
      ? Object.entries(value).map(([name, child]) => [child, joinPointer(path, name)] as const)
      : [],
};

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
