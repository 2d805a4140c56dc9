import { isRecord, own } from "../compare/compare-values.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import type { Violation } from "./schema-inclusion.ts";

/**
 * References of the wide side that may mean something else on the narrow one: the same text points into another document.
 * One that points to the same schema in both means the same; what that schema refers to in turn is looked at likewise.
 */
export function findMovedReferences(wide: unknown, narrow: unknown): readonly Violation[] {
  const found: Violation[] = [];
  walk(wide, [], (keyword, value, path) => {
    if (keyword !== "$ref" && keyword !== "$dynamicRef") return;
    if (keyword === "$ref" && isSameTarget(value, wide, narrow)) return;
    found.push({ path, verdict: "unknown" });
  });
  return found;
}

function isSameTarget(reference: unknown, wide: unknown, narrow: unknown): boolean {
  const names = pointerOf(reference);
  if (names === null) return false;
  const [one, other] = [valueAt(wide, names), valueAt(narrow, names)];
  return one !== undefined && isSameJson(one, other);
}

/** Names of `#/$defs/address`; `null` for an anchor, which would have to be looked for. */
function pointerOf(reference: unknown): readonly string[] | null {
  if (typeof reference !== "string" || !/^#(\/|$)/.test(reference)) return null;
  try {
    const pointer = decodeURIComponent(reference.slice(1));
    return pointer
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  } catch {
    return null;
  }
}

function valueAt(schema: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return value[Number(name)];
    return isRecord(value) ? own(value, name) : undefined;
  }, schema);
}

/** Every member of a schema at any depth, data included: what only looks like a keyword costs certainty, not truth. */
export function walk(
  value: unknown,
  path: readonly string[],
  visit: (keyword: string, value: unknown, path: readonly string[]) => void,
): void {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) walk(item, [...path, String(index)], visit);
  else if (isRecord(value))
    for (const [keyword, member] of Object.entries(value)) {
      visit(keyword, member, [...path, keyword]);
      walk(member, [...path, keyword], visit);
    }
}
