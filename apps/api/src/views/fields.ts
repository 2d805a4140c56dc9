import { slugPattern, versionPattern } from "@lockstep/model";
import { type TSchema, type TUnsafe, Type } from "typebox";

/** Field schemas that every view is made of. */
export const timestamp = Type.String({ description: "Instant in UTC with milliseconds." });
export const slug = Type.String({ pattern: slugPattern });
export const version = Type.String({ pattern: versionPattern });
export const revision = Type.String({ description: "Git commit id." });
export const checksum = Type.String({ pattern: "^sha256:[0-9a-f]{64}$" });
export const id = Type.String({ description: "Time-ordered id." });
/** Any JSON value. */
export const json = Type.Unknown();

/** Text from a person: no control characters but line breaks and tabs, and none that change reading direction. */
export const plainTextPattern =
  "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069]*$";

/** Why somebody does something; kept for ever. */
export const reason = Type.String({ minLength: 1, maxLength: 2_000, pattern: plainTextPattern });

/** A value or `null`. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** A list that nobody may change. */
export function list<Schema extends TSchema>(schema: Schema) {
  return Type.Immutable(Type.Array(schema));
}

/** One of some words. */
export function oneOf<const Words extends readonly string[]>(words: Words): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: "string", enum: [...words] });
}

/** What somebody answers to an approval step. */
export const answer = {
  value: Type.Optional(
    Type.Unknown({ description: "Checked against the step's form. Default: an empty object." }),
  ),
  item: Type.Optional(
    Type.Integer({ minimum: 0, description: "Index of the `forEach` item, where the step has one." }),
  ),
};
