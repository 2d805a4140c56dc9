import type { TObject, TSchema } from "typebox";

type Values = readonly string[];

/** Query parameters as the schema means them: numbers, lists (given several times) and single texts. */
export function readQuery(
  queries: Readonly<Record<string, Values>>,
  schema: TObject,
): Record<string, unknown> {
  const properties: Readonly<Record<string, TSchema | undefined>> = schema.properties;
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, readParameter(values, properties[name])]),
  );
}

/** What does not fit is left as it is, for the schema to refuse. */
function readParameter(values: Values, schema: TSchema | undefined): unknown {
  const type = schema !== undefined && "type" in schema ? schema.type : undefined;
  if (type === "array") return values;
  if (values.length > 1) return values;
  const [text = ""] = values;
  return type === "integer" && /^\d{1,9}$/.test(text) ? Number(text) : text;
}
