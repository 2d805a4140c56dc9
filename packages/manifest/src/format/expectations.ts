import { durationPattern, slugPattern, stepIdPattern, versionPattern } from "@lockstep/model";
import type { FixedValidator } from "@lockstep/schema";
import { calleePattern } from "@lockstep/step-types";

import { namePattern } from "./fields.ts";

type SchemaError = ReturnType<FixedValidator>[number];
type Schema = { readonly [keyword: string]: unknown };

/** What a person reads instead of a regular expression. */
const patterns: ReadonlyMap<unknown, string> = new Map([
  [durationPattern, "a duration such as 250ms, 10s, 5m, 24h or 7d"],
  [slugPattern, "lower-case letters, digits, and single `-` or `_` between them, beginning with a letter"],
  [versionPattern, "a version MAJOR.MINOR.PATCH such as 1.4.0"],
  [stepIdPattern, "lower-case letters, digits and `_`, beginning with a letter"],
  [namePattern, "a name of letters, digits, `_` and `-`, beginning with a letter"],
  [calleePattern, "a pipeline and a range such as billing@1.2.3 or billing@^1.2.0"],
]);

const articles: { readonly [type: string]: string } = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  object: "an object",
  array: "an array",
  null: "null",
};

/** How the sentence «x must be …» ends for one error of the validator. */
export function expectationOf(error: SchemaError, around: Schema): string {
  const params = error.params as { readonly [name: string]: unknown };
  switch (error.keyword) {
    case "type":
      return [params["type"]]
        .flat()
        .map((type) => articles[String(type)] ?? String(type))
        .join(" or ");
    case "enum":
      return `one of ${(params["allowedValues"] as readonly unknown[]).map(quoted).join(", ")}`;
    case "const":
      return quoted(params["allowedValue"]);
    case "pattern":
      return patterns.get(params["pattern"]) ?? `text that matches ${String(params["pattern"])}`;
    case "format":
      return `a ${String(params["format"])}`;
    case "uniqueItems":
      return `without repetitions: items ${String(params["j"])} and ${String(params["i"])} are the same`;
    case "not":
      return `given without all of ${namesOf([around["not"] as Branch])} together`;
    case "oneOf":
    case "anyOf":
      return alternatives(error.keyword, around);
    default:
      return sizes[error.keyword]?.(String(params["limit"])) ?? `valid: ${error.message ?? error.keyword}`;
  }
}

const sizes: { readonly [keyword: string]: (limit: string) => string } = {
  minLength: (limit) => (limit === "1" ? "a text that is not empty" : `at least ${limit} characters long`),
  maxLength: (limit) => `at most ${limit} characters long`,
  minItems: (limit) => `a list of at least ${limit}`,
  maxItems: (limit) => `a list of at most ${limit}`,
  minProperties: (limit) => `an object with at least ${limit} field${limit === "1" ? "" : "s"}`,
  maxProperties: (limit) => `an object with at most ${limit} field${limit === "1" ? "" : "s"}`,
  minimum: (limit) => `at least ${limit}`,
  maximum: (limit) => `at most ${limit}`,
};

interface Branch {
  readonly required?: readonly string[];
}

/** Branches that only require a field each are named by these fields. */
function alternatives(keyword: "oneOf" | "anyOf", around: Schema): string {
  const names = namesOf(around[keyword] as readonly Branch[]);
  if (names === "") return "one of the allowed forms";
  return `given ${keyword === "oneOf" ? "exactly" : "at least"} one of the fields ${names}`;
}

function namesOf(branches: readonly Branch[]): string {
  return branches
    .flatMap(({ required = [] }) => required)
    .map((name) => `\`${name}\``)
    .join(", ");
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
