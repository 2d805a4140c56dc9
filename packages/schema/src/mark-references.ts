import type { JsonSchema } from "@lockstep/model";

import { walkSchema } from "./walk-schema.ts";

/**
 * A copy of a schema in which exactly the subschemas with a reference carry a `$comment`: ajv calls its `$comment`
 * hook whenever it passes one, which is how steps are counted. `$id` and `$schema` are left out.
 */
export function markReferences(schema: JsonSchema): JsonSchema {
  const copy = structuredClone(schema);
  for (const { schema: subschema } of walkSchema(copy)) if (typeof subschema === "object") mark(subschema);
  return copy;
}

function mark(schema: { [keyword: string]: unknown }): void {
  delete schema["$id"];
  delete schema["$schema"];
  delete schema["$comment"];
  if (schema["$ref"] !== undefined || schema["$dynamicRef"] !== undefined) schema["$comment"] = "step";
}
