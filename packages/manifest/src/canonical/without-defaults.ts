import type { Json, JsonObject } from "@lockstep/model";

type Fields = { readonly [name: string]: unknown };

/** The fields of an object that differ from their default. */
export function withoutDefaults(fields: Fields, defaults: Fields): { [name: string]: Json } {
  const kept: { [name: string]: Json } = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name] as Json;
    if (!(Object.hasOwn(defaults, name) && isSameJson(value, defaults[name] as Json))) kept[name] = value;
  }
  return kept;
}

/** Whether two values are the same JSON, whatever the order of their keys. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => Object.hasOwn(b, name) && isSameJson((a as JsonObject)[name], (b as JsonObject)[name]),
  );
}
