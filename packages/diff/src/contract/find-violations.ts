import { isRecord } from "../compare/compare-values.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import { checkBounds } from "./check-bounds.ts";
import { checkItems, checkProperties, checkRequired } from "./check-members.ts";
import { checkOtherKeywords, combinators } from "./check-other-keywords.ts";
import { checkListedValues, checkType } from "./check-values.ts";
import {
  violation,
  type InclusionQuestion,
  type KeywordCheck,
  type Keywords,
  type Violation,
} from "./schema-inclusion.ts";

const checks: readonly KeywordCheck[] = [
  checkType,
  checkListedValues,
  checkBounds,
  checkRequired,
  checkProperties,
  checkItems,
  checkOtherKeywords,
];

/** Keywords by which `narrow` may allow a value that `wide` does not. Empty: it is included for certain. */
export function findViolations(question: InclusionQuestion): readonly Violation[] {
  const { wide, narrow } = question;
  if (narrow === false || wide === true || isSameJson(wide, narrow)) return [];
  const pair = { ...question, wide: keywordsOf(wide), narrow: keywordsOf(narrow) };
  const isOpaque = question.isOpaque || combinators.some((keyword) => Object.hasOwn(pair.narrow, keyword));
  if (wide !== false && !isRecord(wide)) return [violation({ ...pair, isOpaque: true })];
  if (wide === false) return [violation({ ...pair, isOpaque })];
  return checks.flatMap((check) => check({ ...pair, isOpaque }, findViolations));
}

function keywordsOf(schema: unknown): Keywords {
  return isRecord(schema) ? schema : {};
}
