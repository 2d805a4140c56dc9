import { canonicalJson, type Json } from "@lockstep/model";

import { toCel } from "../cel-values.ts";
import { fromCel } from "../from-cel.ts";
import { assertItems, CelFault, type CelFunctions } from "./cel-function.ts";

/** Functions over lists, maps and JSON text. */
export const dataFunctions: CelFunctions = {
  "toJson(dyn): string": (value) => JSON.stringify(fromCel(value)),
  "parseJson(string): dyn": (text: string) => toCel(parseJson(text)),
  "unique(list): list": (items: readonly unknown[]) => unique(items),
  "flatten(list): list": flatten,
  "keys(map): list<string>": (map: Map<string, unknown>) => membersOf(map).map(([key]) => key),
  "values(map): list": (map: Map<string, unknown>) => membersOf(map).map(([, value]) => value),
};

/** JSON text as a value; a CelFault when it is not JSON. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new CelFault("parseJson() got text that is not JSON", { cause });
  }
}

function flatten(items: readonly unknown[]): unknown[] {
  assertItems(items.reduce<number>((count, item) => count + (Array.isArray(item) ? item.length : 1), 0));
  return items.flat(1);
}

function unique(items: readonly unknown[]): unknown[] {
  const texts = (fromCel(items) as readonly Json[]).map((item) => canonicalJson(item));
  const seen = new Set<string>();
  return items.filter((_, index) => {
    const text = texts[index] ?? "";
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** Sorted by key: databases do not keep the order of members, and results must not depend on it. */
function membersOf(map: ReadonlyMap<string, unknown>): readonly (readonly [string, unknown])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
