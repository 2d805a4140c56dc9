/** Named schemas of an OpenAPI document. */
export interface Components {
  [name: string]: unknown;
}

/** The schema with every part that has an `$id` moved to `components` and referred to by that name. */
export function extractComponents(schema: unknown, components: Components): unknown {
  if (Array.isArray(schema)) return schema.map((entry) => extractComponents(entry, components));
  if (typeof schema !== "object" || schema === null) return schema;
  const { $id, ...rest } = schema as { readonly $id?: unknown };
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, extractComponents(value, components)]),
  );
  if (typeof $id !== "string") return inner;
  components[$id] = inner;
  return { $ref: `#/components/schemas/${$id}` };
}
