import { canonicalJson, type Json } from "@lockstep/model";
import type { Ajv } from "ajv";
import type { DataValidateFunction } from "ajv/dist/types/index.js";

/**
 * Replaces ajv's `const`, `enum` and `uniqueItems` by comparisons of canonical JSON.
 * ajv compares every pair of items (10 000 objects take seconds) and calls `valueOf` of submitted objects.
 */
export function replaceEqualityKeywords(ajv: Ajv): void {
  for (const [keyword, compile] of Object.entries(comparisons)) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword({ keyword, compile });
  }
}

const comparisons: { readonly [keyword: string]: (expected: Json) => DataValidateFunction } = {
  const: (allowed) => {
    const text = canonicalJson(allowed);
    return comparing("const", { allowedValue: allowed }, (value) => canonicalJson(value) === text);
  },
  enum: (allowed) => {
    const texts = new Set((allowed as readonly Json[]).map((member) => canonicalJson(member)));
    return comparing("enum", { allowedValues: allowed }, (value) => texts.has(canonicalJson(value)));
  },
  uniqueItems: (isWanted) =>
    comparing("uniqueItems", {}, (value) => isWanted !== true || hasOnlyUniqueItems(value)),
};

/** ajv writes the place into the error objects, so every failure needs new ones. */
function comparing(keyword: string, params: object, test: (value: Json) => boolean): DataValidateFunction {
  const validate: DataValidateFunction = (value: Json) => {
    const fits = test(value);
    if (!fits) validate.errors = [{ keyword, params, message: "must not hold the same item twice" }];
    return fits;
  };
  return validate;
}

function hasOnlyUniqueItems(value: Json): boolean {
  if (!Array.isArray(value)) return true;
  return new Set(value.map((item: Json) => canonicalJson(item))).size === value.length;
}
