/** Keywords of JSON Schema 2020-12 that inform people and constrain nothing. */
const annotations = new Set(["title", "description", "examples", "$comment"]);

/** Keywords that hold schemas by name or by index. */
const containers = new Set(
  "properties patternProperties $defs definitions dependentSchemas allOf anyOf oneOf prefixItems".split(" "),
);

/** Keywords that hold one schema. */
const singles = new Set(
  (
    "items additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else " +
    "contentSchema"
  ).split(" "),
);

/** Whether a path from a schema's root leads into an annotation. A property that is named `title` is none. */
export function isAnnotation([keyword, ...rest]: readonly string[]): boolean {
  if (keyword === undefined) return false;
  if (annotations.has(keyword)) return true;
  if (containers.has(keyword)) return isAnnotation(rest.slice(1));
  return singles.has(keyword) && isAnnotation(rest);
}
