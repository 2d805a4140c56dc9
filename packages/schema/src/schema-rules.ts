import { didYouMean, type InputError, joinPointer, type Json, type JsonObject } from "@lockstep/model";

import { formatNames } from "./formats.ts";
import { keywordShapes } from "./keywords.ts";
import { isObject } from "./walk-schema.ts";

/** What one rule finds wrong with one (sub)schema at `path`, where references may have one of `targets`. */
type SchemaRule = (schema: JsonObject, path: string, targets: ReadonlySet<string>) => readonly InputError[];

/** What Lockstep asks of a schema beyond JSON Schema 2020-12 itself. */
export const schemaRules: readonly SchemaRule[] = [
  knowsItsKeywords,
  pointsToItsOwnSchemas,
  hasNoOwnIdentity,
  usesKnownFormats,
  namesNoPrototype,
];

function knowsItsKeywords(schema: JsonObject, path: string): readonly InputError[] {
  return Object.keys(schema)
    .filter((keyword) => !keywordShapes.has(keyword) && !keyword.startsWith("x-"))
    .map((keyword) => {
      const meant = didYouMean(keyword, keywordShapes.keys());
      const hint = meant === null ? "keywords of your own start with 'x-'" : `did you mean '${meant}'?`;
      return {
        path: joinPointer(path, keyword),
        message: `is not a keyword of JSON Schema 2020-12; ${hint}`,
      };
    });
}

function pointsToItsOwnSchemas(
  schema: JsonObject,
  path: string,
  targets: ReadonlySet<string>,
): readonly InputError[] {
  return ["$ref", "$dynamicRef"].flatMap((keyword) => {
    const target = schema[keyword];
    if (typeof target !== "string" || targets.has(decode(target))) return [];
    const message = target.startsWith("#")
      ? "points to no schema in this document"
      : "may only point into the same document, such as '#/$defs/name'";
    return [{ path: joinPointer(path, keyword), message }];
  });
}

/** A reference is a URI, in which a pointer may be percent-encoded. */
function decode(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function hasNoOwnIdentity(schema: JsonObject, path: string): readonly InputError[] {
  return ["$id", "$schema"]
    .filter((keyword) => schema[keyword] !== undefined && !isAllowedIdentity(keyword, schema[keyword], path))
    .map((keyword) => ({
      path: joinPointer(path, keyword),
      message:
        keyword === "$id"
          ? "is only allowed at the top of the schema"
          : "may only name 'https://json-schema.org/draft/2020-12/schema', at the top of the schema",
    }));
}

function isAllowedIdentity(keyword: string, value: Json | undefined, path: string): boolean {
  if (path !== "") return false;
  return keyword === "$id" || value === "https://json-schema.org/draft/2020-12/schema";
}

function usesKnownFormats({ format }: JsonObject, path: string): readonly InputError[] {
  if (typeof format !== "string" || formatNames.includes(format)) return [];
  const meant = didYouMean(format, formatNames);
  const hint = meant === null ? `known are ${formatNames.join(", ")}` : `did you mean '${meant}'?`;
  return [{ path: joinPointer(path, "format"), message: `is not a known format; ${hint}` }];
}

/** ajv passes over a property schema called `__proto__`, and takes an inherited member for a value that needs no default. */
function namesNoPrototype({ properties }: JsonObject, path: string): readonly InputError[] {
  if (!isObject(properties)) return [];
  return Object.entries(properties)
    .filter(([name, property]) => name === "__proto__" || (isInherited(name) && hasDefault(property)))
    .map(([name]) => ({
      path: joinPointer(joinPointer(path, "properties"), name),
      message:
        name === "__proto__" ? "is not allowed as a property name" : "is a name that cannot have a default",
    }));
}

function isInherited(name: string): boolean {
  return name in Object.prototype;
}

function hasDefault(property: Json): boolean {
  return isObject(property) && property["default"] !== undefined;
}
