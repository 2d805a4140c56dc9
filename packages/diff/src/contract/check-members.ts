import { isRecord, own } from "../compare/compare-values.ts";
import {
  typesOf,
  violation,
  type InclusionQuestion,
  type KeywordCheck,
  type Keywords,
  type SchemaInclusion,
} from "./schema-inclusion.ts";

/** `required`: the narrow side requires it too, or, for input, the new schema fills it in by a default. */
export const checkRequired: KeywordCheck = (pair) => {
  if (!mayBe(pair, "object")) return [];
  const given = new Set(listAt(pair.narrow, "required"));
  const missing = listAt(pair.wide, "required").filter((name) => !given.has(name) && !isFilledIn(pair, name));
  return missing.length === 0 ? [] : [violation(pair, "required")];
};

/**
 * `properties` and `additionalProperties`. Two rules are kinder than set inclusion, because callers are: a property
 * that an open object newly declares is no break, and readers of outputs ignore properties they do not know.
 */
export const checkProperties: KeywordCheck = (pair, ask) => {
  if (!mayBe(pair, "object")) return [];
  const [wide, narrow] = [propertiesOf(pair.wide), propertiesOf(pair.narrow)];
  const names = [...new Set([...Object.keys(wide), ...Object.keys(narrow)])].sort();
  const questions = [...names.map((name) => propertyQuestion(pair, name)), restQuestion(pair)];
  return questions.flatMap((question) => (question === null ? [] : ask(question)));
};

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

function propertyQuestion(pair: SchemaInclusion, name: string): InclusionQuestion | null {
  const path = ["properties", name];
  const wide = own(propertiesOf(pair.wide), name);
  const narrow = own(propertiesOf(pair.narrow), name);
  if (wide === undefined) {
    const rest = own(pair.wide, "additionalProperties") ?? true;
    return rest === false && pair.side === "output" ? null : inside(pair, path, { wide: rest, narrow });
  }
  if (narrow !== undefined) return inside(pair, path, { wide, narrow });
  const rest = own(pair.narrow, "additionalProperties") ?? true;
  return isRecord(rest) ? inside(pair, path, { wide, narrow: rest }) : null;
}

function restQuestion(pair: SchemaInclusion): InclusionQuestion | null {
  const wide = own(pair.wide, "additionalProperties") ?? true;
  const narrow = own(pair.narrow, "additionalProperties") ?? true;
  if (wide === false && pair.side === "output") return null;
  return inside(pair, ["additionalProperties"], { wide, narrow });
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
  const property = own(propertiesOf(pair.wide), name);
  return pair.side === "input" && isRecord(property) && Object.hasOwn(property, "default");
}

function propertiesOf(schema: Keywords): Keywords {
  const properties = own(schema, "properties");
  return isRecord(properties) ? properties : {};
}

function listAt(schema: Keywords, keyword: string): readonly string[] {
  const list = own(schema, keyword);
  return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
}
