import { type InputError, joinPointer, type JsonObject } from "@lockstep/model";

import { linearPattern } from "./linear-pattern.ts";
import { isObject, type PlacedSchema } from "./walk-schema.ts";

/** Instructions of all compiled patterns of a schema together; compiling 20 000 takes 0.1 s. */
const mostInstructions = 20_000;

/** Patterns that cannot run in linear time, or that are too large together; stops compiling at the bound. */
export function checkPatterns(placed: readonly PlacedSchema[]): readonly InputError[] {
  const errors: InputError[] = [];
  let instructions = 0;
  for (const { pattern, path } of placed.flatMap(patternsOf)) {
    const compiled = tryCompile(pattern);
    if (typeof compiled === "string")
      errors.push({ path, message: `the pattern '${shorten(pattern)}' ${compiled}` });
    instructions += typeof compiled === "string" ? pattern.length : compiled.size;
    if (instructions > mostInstructions)
      return [...errors, { path, message: "the schema's patterns are too large together" }];
  }
  return errors;
}

interface PlacedPattern {
  readonly pattern: string;
  readonly path: string;
}

function patternsOf({ schema, path }: PlacedSchema): readonly PlacedPattern[] {
  if (typeof schema === "boolean") return [];
  return [...ownPattern(schema, path), ...propertyPatterns(schema, path)];
}

function ownPattern({ pattern }: JsonObject, path: string): readonly PlacedPattern[] {
  return typeof pattern === "string" ? [{ pattern, path: joinPointer(path, "pattern") }] : [];
}

function propertyPatterns({ patternProperties }: JsonObject, path: string): readonly PlacedPattern[] {
  if (!isObject(patternProperties)) return [];
  const place = joinPointer(path, "patternProperties");
  return Object.keys(patternProperties).map((pattern) => ({ pattern, path: joinPointer(place, pattern) }));
}

/** The compiled pattern, or what is wrong with it. */
function tryCompile(pattern: string): { readonly size: number } | string {
  try {
    return linearPattern(pattern);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
