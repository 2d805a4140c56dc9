import type { JsonSchema } from "@lockstep/model";
import { type CompiledSchema, compileSchema } from "@lockstep/schema";
import { LRUCache } from "lru-cache";

/** In front of the cache of `@lockstep/schema`, whose canonical keys cost ten times as much as these. */
const compiled = new LRUCache<string, CompiledSchema>({ max: 500, maxSize: 4 * 1_048_576 });

/** A JSON Schema of a manifest, compiled when one with the same text was not seen lately. */
export function compiledSchema(schema: JsonSchema): CompiledSchema {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const fresh = compileSchema(schema);
  compiled.set(key, fresh, { size: key.length + 1 });
  return fresh;
}
