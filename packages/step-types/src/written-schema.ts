import type { JsonObject } from "@lockstep/model";

import { matchesField } from "./matches-field.ts";
import type { StepTypeDeclaration } from "./step-type-declaration.ts";

type Path = readonly string[];
type Schema = { readonly [keyword: string]: unknown };

/** What stands for a value that a template gives. */
const template = { type: "string", pattern: "\\{\\{" } as const;

/** JSON Schema of `with` as people write it: a template may stand for any value that is not taken literally. */
export function writtenSchemaOf(declaration: StepTypeDeclaration): JsonObject {
  const schema = declaration.with as unknown as Schema;
  return { ...schema, ...writtenProperties(schema, [], declaration) } as JsonObject;
}

function written(schema: Schema, path: Path, declaration: StepTypeDeclaration): Schema {
  if (declaration.literal.some((pattern) => matchesField(pattern, path))) return schema;
  const inner: Schema = { ...schema, ...writtenProperties(schema, path, declaration) };
  return acceptsAnyText(schema) ? inner : withTemplate(inner);
}

function writtenProperties(schema: Schema, path: Path, declaration: StepTypeDeclaration): Schema {
  const { properties, patternProperties, items } = schema as { readonly [key: string]: Schema | undefined };
  const map = (members: Schema, nameOf: (name: string) => string) =>
    Object.fromEntries(
      Object.entries(members).map(([name, member]) => [
        name,
        written(member as Schema, [...path, nameOf(name)], declaration),
      ]),
    );
  return {
    ...(properties === undefined ? {} : { properties: map(properties, (name) => name) }),
    ...(patternProperties === undefined ? {} : { patternProperties: map(patternProperties, () => "*") }),
    ...(items === undefined ? {} : { items: written(items, [...path, "*"], declaration) }),
  };
}

/** The description stays outside, where editors look for it. */
function withTemplate({ description, ...schema }: Schema): Schema {
  return { anyOf: [schema, template], ...(description === undefined ? {} : { description }) };
}

function acceptsAnyText({ type, pattern, format, enum: values, anyOf }: Schema): boolean {
  if (Array.isArray(anyOf)) return anyOf.some((branch: Schema) => acceptsAnyText(branch));
  if (values !== undefined || pattern !== undefined || format !== undefined) return false;
  return type === undefined || type === "string" || (Array.isArray(type) && type.includes("string"));
}
