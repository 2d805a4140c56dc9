import type { Json, JsonObject } from "@lockstep/model";

import { keywordShapes, type KeywordShape } from "./keywords.ts";
import { joinPointer } from "./pointer.ts";

/** Calls `visit` for a schema and every schema below it, outermost first, with its JSON pointer. Booleans are passed over. */
export function walkSchema(schema: Json, visit: (schema: JsonObject, path: string) => void, path = ""): void {
  if (!isObject(schema)) return;
  visit(schema, path);
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = keywordShapes.get(keyword) ?? "value";
    for (const [child, childPath] of schemasBelow[shape](value, joinPointer(path, keyword)))
      walkSchema(child, visit, childPath);
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
