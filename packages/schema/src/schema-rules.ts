import { didYouMean, type InputError, type Json, type JsonObject, type JsonSchema } from "@lockstep/model";

import { formatNames } from "./formats.ts";
import { keywordShapes } from "./keywords.ts";
import { linearPattern } from "./linear-pattern.ts";
import { joinPointer } from "./pointer.ts";
import { isObject } from "./walk-schema.ts";

/** What one rule finds wrong with one (sub)schema at `path` of the whole `root`. */
type SchemaRule = (schema: JsonObject, path: string, root: JsonSchema) => readonly InputError[];

/** What Lockstep asks of a schema beyond JSON Schema 2020-12 itself. */
export const schemaRules: readonly SchemaRule[] = [
  knowsItsKeywords,
  staysInsideTheDocument,
  hasNoOwnIdentity,
  usesKnownFormats,
  usesLinearPatterns,
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

function staysInsideTheDocument(schema: JsonObject, path: string): readonly InputError[] {
  return ["$ref", "$dynamicRef"]
    .filter((keyword) => {
      const target = schema[keyword];
      return typeof target === "string" && !target.startsWith("#");
    })
    .map((keyword) => ({
      path: joinPointer(path, keyword),
      message: "may only point into the same schema, such as '#/$defs/name'",
    }));
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

function usesLinearPatterns(schema: JsonObject, path: string): readonly InputError[] {
  const written = isObject(schema["patternProperties"]) ? Object.keys(schema["patternProperties"]) : [];
  const places = written.map((pattern) => [
    pattern,
    joinPointer(joinPointer(path, "patternProperties"), pattern),
  ]);
  if (typeof schema["pattern"] === "string") places.push([schema["pattern"], joinPointer(path, "pattern")]);
  return places.flatMap(([pattern = "", place = ""]) => {
    const reason = whyNotLinear(pattern);
    return reason === null ? [] : [{ path: place, message: `the pattern '${shorten(pattern)}' ${reason}` }];
  });
}

function whyNotLinear(pattern: string): string | null {
  try {
    linearPattern(pattern);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

/** ajv passes over a property schema of this name, so that it would silently allow anything. */
function namesNoPrototype({ properties }: JsonObject, path: string): readonly InputError[] {
  if (!isObject(properties) || !Object.hasOwn(properties, "__proto__")) return [];
  return [
    {
      path: joinPointer(joinPointer(path, "properties"), "__proto__"),
      message: "is not allowed as a property name",
    },
  ];
}
