import { didYouMean, type FixedValidator } from "@lockstep/schema";

import { type Finding, findingAt, findingAtKey, type Path } from "../text/finding.ts";
import { withoutBranchNoise } from "./branch-noise.ts";
import { expectationOf } from "./expectations.ts";

type SchemaError = ReturnType<FixedValidator>[number];
type Schema = { readonly [keyword: string]: unknown };

/** What a validator says of a value, as findings with names: which field, what was expected, what was meant. */
export function schemaFindings(schema: object, errors: readonly SchemaError[], base: Path = []): Finding[] {
  if (errors.length === 0) return [];
  return withoutBranchNoise(errors).map((error) => findingOf(schema as Schema, error, base));
}

function findingOf(root: Schema, error: SchemaError, base: Path): Finding {
  const path = [...base, ...fromPointer(error.instancePath)];
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
        suggestion(error),
      );
  }
}

function unknownField(around: Schema, path: Path, field: string): Finding {
  const known = Object.keys(around["properties"] ?? {});
  const meant = didYouMean(field, known);
  return findingAtKey(
    "SCHEMA",
    [...path, field],
    `${fieldName(path)} has no field \`${field}\`.`,
    meant === null ? `Known fields: ${known.join(", ")}.` : `Did you mean \`${meant}\`?`,
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
export function schemaAround(root: Schema, { schemaPath }: SchemaError): Schema {
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

function suggestion({ keyword, params, data }: SchemaError): string | undefined {
  if (keyword !== "enum" || typeof data !== "string") return undefined;
  const meant = didYouMean(data, (params as { readonly allowedValues: readonly string[] }).allowedValues);
  return meant === null ? undefined : `Did you mean \`${meant}\`?`;
}
