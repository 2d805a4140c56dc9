import { canonicalJson } from "@lockstep/model";

import { own } from "../compare/compare-values.ts";
import { listedValues, typesOf, violation, type KeywordCheck } from "./schema-inclusion.ts";

/** `type`: every type of the narrow side is one of the wide side; an integer is a number. */
export const checkType: KeywordCheck = (pair) => {
  if (own(pair.wide, "type") === undefined) return [];
  const allowed = new Set(typesOf(pair.wide));
  const isIncluded = typesOf(pair.narrow).every(
    (type) => allowed.has(type) || (type === "integer" && allowed.has("number")),
  );
  return isIncluded ? [] : [violation(pair, "type")];
};

/** `enum` and `const`: the narrow side lists its values, and the wide side lists all of them too. */
export const checkListedValues: KeywordCheck = (pair) => {
  const wide = listedValues(pair.wide);
  if (wide === null) return [];
  const allowed = new Set(wide.map(canonicalJson));
  const isIncluded = listedValues(pair.narrow)?.every((value) => allowed.has(canonicalJson(value))) ?? false;
  return isIncluded ? [] : [violation(pair, Object.hasOwn(pair.wide, "const") ? "const" : "enum")];
};
