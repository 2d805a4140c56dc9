import type { JsonSchema } from "@lockstep/model";

import { isRecord, own } from "../compare/compare-values.ts";

export type Keywords = { readonly [keyword: string]: unknown };

/** Whether every value that `narrow` allows has to be allowed by `wide`, asked at one place of a schema. */
export interface SchemaInclusion {
  readonly side: "input" | "output";
  readonly path: readonly string[];
  readonly wide: Keywords;
  readonly narrow: Keywords;
  /** The narrow side is also bound by keywords that are not understood here, so no doubt is certain. */
  readonly isOpaque: boolean;
}

/** A keyword by which the narrow side may allow what the wide one does not. */
export interface Violation {
  /** Up to and with the keyword. */
  readonly path: readonly string[];
  readonly verdict: "breaking" | "unknown";
}

/** The same question before boolean schemas are written out. */
export interface InclusionQuestion extends Omit<SchemaInclusion, "wide" | "narrow"> {
  readonly wide: JsonSchema;
  readonly narrow: JsonSchema;
}

/** Violations of one keyword or of a few that belong together; `ask` is for the schemas inside. */
export type KeywordCheck = (
  pair: SchemaInclusion,
  ask: (question: InclusionQuestion) => readonly Violation[],
) => readonly Violation[];

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

const allTypes: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

/** Types that a schema can allow, by `type`, else by its listed values, else all. */
export function typesOf(schema: Keywords): readonly JsonType[] {
  const type = own(schema, "type");
  if (typeof type === "string") return [type as JsonType];
  if (Array.isArray(type)) return type as JsonType[];
  return listedValues(schema)?.map(typeOf) ?? allTypes;
}

/** The finite list of values that a schema allows, when it has one. */
export function listedValues(schema: Keywords): readonly unknown[] | null {
  if (Object.hasOwn(schema, "const")) return [own(schema, "const")];
  const listed = own(schema, "enum");
  return Array.isArray(listed) ? listed : null;
}

/** Every value that a schema can allow, when they are few: listed ones, or those of `boolean` and `null`. */
export function fewValues(schema: Keywords): readonly unknown[] | null {
  const listed = listedValues(schema);
  if (listed !== null) return listed;
  if (own(schema, "type") === undefined) return null;
  const values = typesOf(schema).map((type) =>
    type === "boolean" ? [true, false] : type === "null" ? [null] : null,
  );
  return values.includes(null) ? null : values.flatMap((some) => some ?? []);
}

/** The violation of one keyword, as certain as the pair allows. */
export function violation(pair: SchemaInclusion, ...keyword: readonly string[]): Violation {
  return { path: [...pair.path, ...keyword], verdict: pair.isOpaque ? "unknown" : "breaking" };
}

/** The narrowest type of a JSON value. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (isRecord(value)) return "object";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}
