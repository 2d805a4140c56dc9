/** A git commit id: 40 lower-case hexadecimal digits. */
export type Revision = string;

/** A git object id of any kind: 40 lower-case hexadecimal digits. */
export type ObjectId = string;

/** `sha256:` followed by 64 lower-case hexadecimal digits. */
export type Checksum = `sha256:${string}`;

/** An instant in UTC with milliseconds, `2026-02-03T14:03:00.000Z`; sorts as text. */
export type Timestamp = string;

/** A span of time as people write it in manifests: `250ms`, `10s`, `5m`, `24h`, `7d`. */
export type DurationText = string;

/** A pipeline's name, unique in a snapshot. */
export type Slug = string;

/** `MAJOR.MINOR.PATCH` without a pre-release part. */
export type Version = string;

/** Any value that JSON can write. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema (2020-12) as written in a manifest. */
export type JsonSchema = JsonObject | boolean;
