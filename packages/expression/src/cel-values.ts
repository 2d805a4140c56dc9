import type { Json, JsonObject } from "@lockstep/model";

import { ExpressionError } from "./expression-error.ts";

/**
 * How JSON looks inside CEL: objects are Maps, so that no name, `__proto__` and `constructor` included, can reach a
 * JavaScript prototype; numbers stay doubles. What was converted is remembered per object, except for the first two levels of objects: names
 * may be added to `steps` and members to `steps.<id>` between evaluations, but outputs must not be changed in place.
 */
export function toCel(value: Json): unknown {
  return typeof value === "object" && value !== null ? convert(value, 0).cel : value;
}

const levelsReadAnew = 2;

/** The JSON object or array that a CEL value was made from, if it was. */
export function originalOf(cel: object): Json | undefined {
  return originals.get(cel)?.json;
}

/** How much there is to look at: characters of a string, values below a list or map. */
export function sizeOfCel(value: unknown): number {
  if (typeof value === "string") return value.length / 4;
  if (typeof value !== "object" || value === null) return 0;
  const original = originals.get(value);
  if (original !== undefined) return original.size;
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map) return value.size;
  return 0;
}

interface Conversion {
  readonly cel: object;
  readonly json: Json;
  readonly size: number;
}

const conversions = new WeakMap<object, Conversion>();
const originals = new WeakMap<object, Conversion>();

const deepest = 200;

function convert(json: JsonObject | readonly Json[], depth: number): Conversion {
  const known = depth < levelsReadAnew && !Array.isArray(json) ? undefined : conversions.get(json);
  if (known !== undefined) return known;
  if (depth >= deepest) throw new ExpressionError(`a value is nested deeper than ${deepest} levels`, 0);
  const conversion = Array.isArray(json)
    ? convertArray(json, depth)
    : convertObject(json as JsonObject, depth);
  conversions.set(json, conversion);
  originals.set(conversion.cel, conversion);
  return conversion;
}

function convertArray(json: readonly Json[], depth: number): Conversion {
  let size = 1;
  const cel = json.map((item) => {
    if (typeof item !== "object" || item === null) {
      size += sizeOfScalar(item);
      return item;
    }
    const conversion = convert(item, depth + 1);
    size += conversion.size;
    return conversion.cel;
  });
  return { cel, json, size };
}

function convertObject(json: JsonObject, depth: number): Conversion {
  let size = 1;
  const cel = new Map<string, unknown>();
  for (const [key, member] of Object.entries(json)) {
    if (typeof member !== "object" || member === null) {
      size += sizeOfScalar(member);
      cel.set(key, member);
      continue;
    }
    const conversion = convert(member, depth + 1);
    size += conversion.size;
    cel.set(key, conversion.cel);
  }
  return { cel, json, size };
}

function sizeOfScalar(value: Json): number {
  return 1 + sizeOfCel(value);
}
