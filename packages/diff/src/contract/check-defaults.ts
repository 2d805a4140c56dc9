import { isRecord, own } from "../compare/compare-values.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import { walk } from "./check-references.ts";
import { listedValues, typeOf, typesOf, type Keywords, type Violation } from "./schema-inclusion.ts";

/** They look at an object or array as a whole, so that a member filled in by a default changes their answer. */
const wholes = new Set(
  (
    "minProperties maxProperties dependentRequired dependentSchemas propertyNames patternProperties uniqueItems contains " +
    "anyOf oneOf allOf not if unevaluatedProperties unevaluatedItems $ref $dynamicRef"
  ).split(" "),
);

/** Inputs are filled in before they are judged. Where defaults changed beside such keywords, nobody can tell. */
export function findDefaultDoubts(wide: unknown, narrow: unknown): readonly Violation[] {
  const [after, before] = [defaultsOf(wide), defaultsOf(narrow)];
  const changed = [...new Set([...after.keys(), ...before.keys()])].find(
    (place) => !isSameJson(after.get(place)?.value, before.get(place)?.value),
  );
  if (changed === undefined || !looksAtWholes(wide)) return [];
  const path = after.get(changed)?.path ?? before.get(changed)?.path ?? [];
  return [{ path, verdict: "unknown" }];
}

interface Default {
  readonly path: readonly string[];
  readonly value: unknown;
}

function defaultsOf(schema: unknown): ReadonlyMap<string, Default> {
  const found = new Map<string, Default>();
  walk(schema, [], (keyword, value, path) => {
    if (keyword === "default") found.set(JSON.stringify(path), { path, value });
  });
  return found;
}

function looksAtWholes(schema: unknown): boolean {
  let isFound = false;
  walk(schema, [], (keyword, value) => {
    const listed = keyword === "const" ? [value] : keyword === "enum" && Array.isArray(value) ? value : [];
    isFound ||= wholes.has(keyword) || listed.some((one) => typeof one === "object" && one !== null);
  });
  return isFound;
}

const understood = new Set(
  "type enum const default title description examples $comment deprecated".split(" "),
);

/** Whether a property's own default certainly fits it: one that does not is filled in, and refuses what was fine. */
export function hasFittingDefault(property: unknown): boolean {
  if (!isRecord(property) || !Object.hasOwn(property, "default")) return false;
  if (!Object.keys(property).every((keyword) => understood.has(keyword))) return false;
  return fits(property, own(property, "default"));
}

function fits(property: Keywords, value: unknown): boolean {
  const type = typeOf(value);
  const isOfType =
    own(property, "type") === undefined ||
    typesOf(property).some((allowed) => allowed === type || (allowed === "number" && type === "integer"));
  const lists = [own(property, "enum"), listedValues(property)].filter((list) => Array.isArray(list));
  return isOfType && lists.every((list) => list.some((one: unknown) => isSameJson(one, value)));
}
