import { canonicalJson } from "@lockstep/model";

import { own } from "../compare/compare-values.ts";
import { fewValues, typesOf, violation, type KeywordCheck } from "./schema-inclusion.ts";

/** `type`: every type of the narrow side is one of the wide side; an integer is a number. */
export const checkType: KeywordCheck = (pair) => {
  if (own(pair.wide, "type") === undefined) return [];
  const allowed = new Set(typesOf(pair.wide));
  const isIncluded = typesOf(pair.narrow).every(
    (type) => allowed.has(type) || (type === "integer" && allowed.has("number")),
  );
  return isIncluded ? [] : [violation(pair, "type")];
};

/** `enum` and `const`: the narrow side allows few values, and the wide side lists all of them too. */
export const checkListedValues: KeywordCheck = (pair) => {
  const given = fewValues(pair.narrow);
  return (["const", "enum"] as const).flatMap((keyword) => {
    const listed = own(pair.wide, keyword);
    if (listed === undefined || (keyword === "enum" && !Array.isArray(listed))) return [];
    const allowed = new Set((keyword === "enum" ? (listed as unknown[]) : [listed]).map(canonicalJson));
    const isIncluded = given?.every((value) => allowed.has(canonicalJson(value))) ?? false;
    return isIncluded ? [] : [violation(pair, keyword)];
  });
};
