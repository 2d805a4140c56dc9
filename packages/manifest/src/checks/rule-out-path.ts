import type { Json, JsonObject, JsonSchema } from "@lockstep/model";

/** Keywords that may allow more than the ones looked at here: nothing is said of such a schema. */
const undecided = [
  "$ref",
  "$dynamicRef",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "not",
  "dependentSchemas",
] as const;

/** A member that no value of a schema can have. */
export interface RuledOut {
  /** Index of the member in the path. */
  readonly member: number;
  /** Names that are there instead. */
  readonly known: readonly string[];
  readonly because: string;
}

/** The first member of a path that a schema rules out; `null` where the path is possible or cannot be told. */
export function ruleOutPath(schema: JsonSchema, path: readonly (string | number)[]): RuledOut | null {
  let current: JsonSchema = schema;
  for (const [member, key] of path.entries()) {
    if (
      typeof current === "boolean" ||
      undecided.some((keyword) => Object.hasOwn(current as JsonObject, keyword))
    )
      return null;
    const next: JsonSchema | Reason = typeof key === "number" ? itemOf(current, key) : memberOf(current, key);
    if (typeof next === "object" && "because" in next && "known" in next)
      return { member, ...(next as Reason) };
    current = next;
  }
  return null;
}

type Reason = Omit<RuledOut, "member">;

function memberOf(schema: JsonObject, key: string): JsonSchema | Reason {
  if (!mayBe(schema, "object")) return { known: [], because: `it is ${typeName(schema)}, not an object` };
  const properties = (schema["properties"] ?? {}) as { readonly [name: string]: JsonSchema };
  if (Object.hasOwn(properties, key)) return properties[key] ?? true;
  if (schema["patternProperties"] !== undefined) return true;
  const rest = schema["additionalProperties"] ?? schema["unevaluatedProperties"] ?? true;
  if (rest === false) return { known: Object.keys(properties), because: "the schema does not allow it" };
  return rest as JsonSchema;
}

function itemOf(schema: JsonObject, index: number): JsonSchema | Reason {
  if (mayBe(schema, "object")) return true;
  if (!mayBe(schema, "array")) return { known: [], because: `it is ${typeName(schema)}, not a list` };
  const prefix = (schema["prefixItems"] ?? []) as readonly JsonSchema[];
  return prefix[index] ?? ((schema["items"] ?? true) as JsonSchema);
}

function mayBe(schema: JsonObject, type: string): boolean {
  if (schema["type"] !== undefined) return [schema["type"]].flat().includes(type);
  if (schema["const"] !== undefined) return typeOf(schema["const"]) === type;
  const values = schema["enum"];
  return Array.isArray(values) ? values.some((value: Json) => typeOf(value) === type) : true;
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function typeName({ type }: JsonObject): string {
  if (typeof type === "string") return `of type ${type}`;
  return Array.isArray(type)
    ? `of type ${type.filter((each) => typeof each === "string").join(" or ")}`
    : "a constant";
}
