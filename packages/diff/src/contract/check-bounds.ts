import { own } from "../compare/compare-values.ts";
import {
  listedValues,
  typesOf,
  violation,
  type JsonType,
  type KeywordCheck,
  type Keywords,
  type SchemaInclusion,
} from "./schema-inclusion.ts";

interface Bound {
  readonly keyword: string;
  readonly types: readonly JsonType[];
  readonly direction: "least" | "most";
  /** The same bound with the limit itself left out, or let in. */
  readonly twin?: string;
  readonly isExclusive?: boolean;
}

const numbers: readonly JsonType[] = ["integer", "number"];

const bounds: readonly Bound[] = [
  { keyword: "minimum", types: numbers, direction: "least", twin: "exclusiveMinimum" },
  { keyword: "exclusiveMinimum", types: numbers, direction: "least", twin: "minimum", isExclusive: true },
  { keyword: "maximum", types: numbers, direction: "most", twin: "exclusiveMaximum" },
  { keyword: "exclusiveMaximum", types: numbers, direction: "most", twin: "maximum", isExclusive: true },
  { keyword: "minLength", types: ["string"], direction: "least" },
  { keyword: "maxLength", types: ["string"], direction: "most" },
  { keyword: "minItems", types: ["array"], direction: "least" },
  { keyword: "maxItems", types: ["array"], direction: "most" },
  { keyword: "minProperties", types: ["object"], direction: "least" },
  { keyword: "maxProperties", types: ["object"], direction: "most" },
];

/** Limits on numbers, lengths and counts: the narrow side has one at least as tight. */
export const checkBounds: KeywordCheck = (pair) => {
  const certain = listedValues(pair.narrow) === null ? pair : { ...pair, isOpaque: true };
  return bounds.filter((bound) => isLoosened(pair, bound)).map(({ keyword }) => violation(certain, keyword));
};

function isLoosened({ wide, narrow }: SchemaInclusion, bound: Bound): boolean {
  const limit = numberAt(wide, bound.keyword);
  if (limit === null || (limit === 0 && isCount(bound))) return false;
  if (!typesOf(narrow).some((type) => bound.types.includes(type))) return false;
  return (
    !isTighter(numberAt(narrow, bound.keyword), limit, bound.direction) && !isMetByTwin(narrow, limit, bound)
  );
}

/** A least length or count of 0 is no limit. */
function isCount(bound: Bound): boolean {
  return bound.direction === "least" && bound.twin === undefined;
}

function isTighter(value: number | null, limit: number, direction: Bound["direction"]): boolean {
  if (value === null) return false;
  return direction === "least" ? value >= limit : value <= limit;
}

function isMetByTwin(narrow: Keywords, limit: number, bound: Bound): boolean {
  if (bound.twin === undefined) return false;
  const value = numberAt(narrow, bound.twin);
  return isTighter(value, limit, bound.direction) && !(bound.isExclusive === true && value === limit);
}

function numberAt(schema: Keywords, keyword: string): number | null {
  const value = own(schema, keyword);
  return typeof value === "number" ? value : null;
}
