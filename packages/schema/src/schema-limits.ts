import type { InputError, Json } from "@lockstep/model";

/** Bounds that keep compiling and keeping a schema cheap, whoever wrote it. */
export const schemaLimits = {
  /** Levels of objects and arrays. */
  depth: 64,
  /** Values of any kind, keys included: an enum of 10 000 members is 10 000 of them. */
  values: 50_000,
  /** Schemas within the schema; ajv's generated code grows with them. */
  subschemas: 2_000,
  /** UTF-16 code units in all keys and strings together. */
  characters: 1_048_576,
} as const;

/** Says which bound a schema exceeds, if any. Uses neither recursion nor time beyond the bounds. */
export function findExceededLimit(schema: Json): InputError | null {
  let values = 0;
  let characters = 0;
  const pending: { readonly value: Json; readonly depth: number }[] = [{ value: schema, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    values += 1;
    if (typeof value === "string") characters += value.length;
    if (values > schemaLimits.values) return exceeded(`holds more than ${schemaLimits.values} values`);
    if (characters > schemaLimits.characters)
      return exceeded(`holds more than ${schemaLimits.characters} characters`);
    if (depth > schemaLimits.depth) return exceeded(`is nested deeper than ${schemaLimits.depth} levels`);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      characters += key.length;
      pending.push({ value: child, depth: depth + 1 });
    }
  }
  return null;
}

function exceeded(message: string): InputError {
  return { path: "", message: `the schema ${message}` };
}
