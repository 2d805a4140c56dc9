import { didYouMean } from "@lockstep/model";
import type { FixedValidator } from "@lockstep/schema";

import { type Finding, findingAt, findingAtKey, type Path } from "../text/finding.ts";
import { suggestName } from "../text/suggest-name.ts";
import { withoutBranchNoise } from "./branch-noise.ts";
import { expectationOf } from "./expectations.ts";

type SchemaError = ReturnType<FixedValidator>[number];
type Schema = { readonly [keyword: string]: unknown };

/** A value, the format it was held against, and where it stands in the manifest. */
export interface Validated {
  readonly format: object;
  readonly value: unknown;
  readonly base?: Path;
}

/** More errors than anybody reads; sorting out which of them matter costs the square of their number. */
const mostErrors = 600;

/** What a validator says of a value, as findings with names: which field, what was expected, what was meant. */
export function schemaFindings(validated: Validated, errors: readonly SchemaError[]): Finding[] {
  if (errors.length === 0) return [];
  return withoutBranchNoise(errors.slice(0, mostErrors)).map((error) => findingOf(validated, error));
}

function findingOf({ format, value, base = [] }: Validated, error: SchemaError): Finding {
  const inside = fromPointer(error.instancePath);
  const path = [...base, ...inside];
  const root = format as Schema;
  const params = error.params as { readonly [name: string]: string };
  switch (error.keyword) {
    case "additionalProperties":
      return unknownField(schemaAround(root, error), path, params["additionalProperty"] ?? "");
    case "required":
    case "dependentRequired":
      return findingAt(
        "SCHEMA",
        path,
        `${fieldName(path)} needs the field \`${params["missingProperty"]}\`.`,
      );
    default:
      return findingAt(
        "SCHEMA",
        path,
        `${fieldName(path)} must be ${expectationOf(error, schemaAround(root, error))}.`,
        () => suggestion(error, valueAt(value, inside)),
      );
  }
}

function unknownField(around: Schema, path: Path, field: string): Finding {
  const known = Object.keys(around["properties"] ?? {});
  return findingAtKey("SCHEMA", [...path, field], `${fieldName(path)} has no field \`${field}\`.`, () =>
    suggestName(field, known),
  );
}

/** A place in the words of a person: `steps[2].retry`. */
export function fieldName(path: Path): string {
  if (path.length === 0) return "The manifest";
  return `\`${path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
    .join("")}\``;
}

/** The schema in which the keyword that failed stands. */
function schemaAround(root: Schema, { schemaPath }: SchemaError): Schema {
  let schema: unknown = root;
  // ajv writes schema paths as URI fragments, instance paths as plain pointers.
  for (const part of fromPointer(decodeURIComponent(schemaPath.slice(1))).slice(0, -1))
    schema = (schema as Schema)[String(part)];
  return (schema ?? {}) as Schema;
}

/** A JSON pointer as names and indexes. */
export function fromPointer(pointer: string): Path {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      return /^(0|[1-9][0-9]*)$/.test(name) ? Number(name) : name;
    });
}

function suggestion({ keyword, params }: SchemaError, written: unknown): string | undefined {
  if (keyword !== "enum" || typeof written !== "string") return undefined;
  const meant = didYouMean(written, (params as { readonly allowedValues: readonly string[] }).allowedValues);
  return meant === null ? undefined : `Did you mean \`${meant}\`?`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as { readonly [name: string]: unknown } | null)?.[part],
    value,
  );
}
