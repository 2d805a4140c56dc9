import { isRecord, own } from "../compare/compare-values.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import {
  violation,
  type KeywordCheck,
  type Keywords,
  type SchemaInclusion,
  type Violation,
} from "./schema-inclusion.ts";

/** Judged by the other checks, or without influence on what is allowed. */
const judgedElsewhere = new Set(
  (
    "type enum const required properties additionalProperties items uniqueItems minimum exclusiveMinimum " +
    "maximum exclusiveMaximum minLength maxLength minItems maxItems minProperties maxProperties " +
    "title description examples $comment default deprecated readOnly writeOnly $schema $id $anchor " +
    // By the references that point to them.
    "$defs definitions"
  ).split(" "),
);

/** They can only forbid: leaving one out allows more, adding one forbids. */
const leaves = new Set(["format", "pattern", "multipleOf"]);

/** They can only forbid, but what they forbid is not understood here. */
export const combinators: readonly string[] =
  "$ref $dynamicRef allOf anyOf oneOf not if then else contains propertyNames dependentRequired dependentSchemas".split(
    " ",
  );

/** Every keyword that no other check understands: equal on both sides, absent from the wide one, or unknown. */
export const checkOtherKeywords: KeywordCheck = (pair) => {
  const keywords = [...new Set([...Object.keys(pair.wide), ...Object.keys(pair.narrow)])].sort();
  return keywords
    .filter((keyword) => !judgedElsewhere.has(keyword))
    .flatMap((keyword) => check(pair, keyword));
};

function check(pair: SchemaInclusion, keyword: string): readonly Violation[] {
  const [wide, narrow] = [own(pair.wide, keyword), own(pair.narrow, keyword)];
  if (keyword.startsWith("unevaluated") && wide !== undefined && !isSameOutline(pair))
    return [violation({ ...pair, isOpaque: true }, keyword)];
  if (isSameJson(wide, narrow)) return [];
  const onlyForbids = leaves.has(keyword) || combinators.includes(keyword);
  if (wide === undefined && onlyForbids) return [];
  if (narrow === undefined && leaves.has(keyword)) return [violation(pair, keyword)];
  return [violation({ ...pair, isOpaque: true }, keyword)];
}

/** What is unevaluated depends on everything beside it that evaluates. */
function isSameOutline({ wide, narrow }: SchemaInclusion): boolean {
  const outlineOf = (schema: Keywords) => [
    Object.keys(isRecord(own(schema, "properties")) ? (own(schema, "properties") as Keywords) : {}).sort(),
    [
      "patternProperties",
      "additionalProperties",
      "prefixItems",
      "items",
      "unevaluatedItems",
      "unevaluatedProperties",
    ]
      .concat(combinators)
      .map((keyword) => own(schema, keyword) ?? null),
  ];
  return isSameJson(outlineOf(wide), outlineOf(narrow));
}
