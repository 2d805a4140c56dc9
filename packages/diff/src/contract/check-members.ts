import { isRecord, own } from "../compare/compare-values.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import { hasFittingDefault } from "./check-defaults.ts";
import {
  typesOf,
  violation,
  type InclusionQuestion,
  type KeywordCheck,
  type Keywords,
  type SchemaInclusion,
  type Violation,
} from "./schema-inclusion.ts";

/**
 * `required`: the narrow side requires it too, or, for input, the new schema fills it in by a default. What the old one
 * filled in was not required of callers.
 */
export const checkRequired: KeywordCheck = (pair) => {
  if (!mayBe(pair, "object")) return [];
  const filledIn = propertiesOf(pair.narrow);
  const given = new Set(
    listAt(pair.narrow, "required").filter(
      (name) => pair.side === "output" || !hasDefault(own(filledIn, name)),
    ),
  );
  const missing = listAt(pair.wide, "required").filter((name) => !given.has(name) && !isFilledIn(pair, name));
  return missing.length === 0 ? [] : [violation(pair, "required")];
};

/**
 * `properties` and `additionalProperties`. One rule is kinder than set inclusion, because callers are: readers of outputs
 * ignore properties they do not know. What an open object says of a property for the first time is in doubt: callers may
 * have sent it all along.
 */
export const checkProperties: KeywordCheck = (pair, ask) => {
  if (!mayBe(pair, "object")) return [];
  const [wide, narrow] = [propertiesOf(pair.wide), propertiesOf(pair.narrow)];
  const names = [...new Set([...Object.keys(wide), ...Object.keys(narrow)])].sort();
  return [
    ...(isBlurredByPatterns(pair) ? [violation({ ...pair, isOpaque: true }, "patternProperties")] : []),
    ...names.flatMap((name) => checkProperty(pair, name, ask)),
    ...names.flatMap((name) => checkDefault(pair, name)),
    ...checkRest(pair, ask),
  ];
};

/** Which patterns a name meets is not looked at: they have to be the same, beside the same properties. */
function isBlurredByPatterns({ wide, narrow }: SchemaInclusion): boolean {
  const patterns = [own(wide, "patternProperties"), own(narrow, "patternProperties")];
  if (patterns.every((one) => one === undefined)) return false;
  const names = [wide, narrow].map((schema) => Object.keys(propertiesOf(schema)).sort());
  return !isSameJson(patterns[0], patterns[1]) || !isSameJson(names[0], names[1]);
}

/** `items` and `uniqueItems`. */
export const checkItems: KeywordCheck = (pair, ask) => {
  if (!mayBe(pair, "array")) return [];
  const [wide, narrow] = [own(pair.wide, "items"), own(pair.narrow, "items") ?? true];
  const isUnique = own(pair.wide, "uniqueItems") === true && own(pair.narrow, "uniqueItems") !== true;
  return [
    ...(wide === undefined ? [] : ask(inside(pair, ["items"], { wide, narrow }))),
    ...(isUnique ? [violation(pair, "uniqueItems")] : []),
  ];
};

type Ask = Parameters<KeywordCheck>[1];

function checkProperty(pair: SchemaInclusion, name: string, ask: Ask): readonly Violation[] {
  const path = ["properties", name];
  const wide = own(propertiesOf(pair.wide), name);
  const narrow = own(propertiesOf(pair.narrow), name);
  if (wide === undefined) {
    const rest = own(pair.wide, "additionalProperties") ?? true;
    return rest === false && pair.side === "output" ? [] : ask(inside(pair, path, { wide: rest, narrow }));
  }
  if (narrow !== undefined) return ask(inside(pair, path, { wide, narrow }));
  const rest = own(pair.narrow, "additionalProperties") ?? true;
  if (rest === false) return [];
  if (isRecord(rest)) return ask(inside(pair, path, { wide, narrow: rest }));
  const isNarrowed = ask(inside(pair, path, { wide, narrow: true })).length > 0;
  return isNarrowed ? [violation({ ...pair, isOpaque: true }, ...path)] : [];
}

/** A new default is filled in where callers left the property out; it has to fit. */
function checkDefault(pair: SchemaInclusion, name: string): readonly Violation[] {
  const [wide, narrow] = [own(propertiesOf(pair.wide), name), own(propertiesOf(pair.narrow), name)];
  if (pair.side === "output" || !hasDefault(wide) || hasFittingDefault(wide)) return [];
  const isKept =
    hasDefault(narrow) && isSameJson(own(wide as Keywords, "default"), own(narrow as Keywords, "default"));
  return isKept ? [] : [violation({ ...pair, isOpaque: true }, "properties", name, "default")];
}

function checkRest(pair: SchemaInclusion, ask: Ask): readonly Violation[] {
  const wide = own(pair.wide, "additionalProperties") ?? true;
  const narrow = own(pair.narrow, "additionalProperties") ?? true;
  if (wide === false && pair.side === "output") return [];
  return ask(inside(pair, ["additionalProperties"], { wide, narrow }));
}

function inside(
  pair: SchemaInclusion,
  path: readonly string[],
  schemas: { readonly wide: unknown; readonly narrow: unknown },
): InclusionQuestion {
  const { wide, narrow } = schemas as Pick<InclusionQuestion, "wide" | "narrow">;
  return { ...pair, path: [...pair.path, ...path], wide, narrow };
}

function mayBe(pair: SchemaInclusion, type: "object" | "array"): boolean {
  return typesOf(pair.narrow).includes(type);
}

function isFilledIn(pair: SchemaInclusion, name: string): boolean {
  return pair.side === "input" && hasFittingDefault(own(propertiesOf(pair.wide), name));
}

function hasDefault(property: unknown): boolean {
  return isRecord(property) && Object.hasOwn(property, "default");
}

function propertiesOf(schema: Keywords): Keywords {
  const properties = own(schema, "properties");
  return isRecord(properties) ? properties : {};
}

function listAt(schema: Keywords, keyword: string): readonly string[] {
  const list = own(schema, keyword);
  return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
}
