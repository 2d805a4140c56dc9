import type { PlacedSchema } from "./walk-schema.ts";

/**
 * Every text that a reference within a schema may have: `#`, `#/$defs/name`, `#anchor`.
 * A reference into a value, such as `#/default`, would reach what no rule has looked at.
 */
export function findTargets(placed: readonly PlacedSchema[]): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const { schema, path } of placed) {
    targets.add(`#${path}`);
    if (typeof schema === "boolean") continue;
    for (const keyword of ["$anchor", "$dynamicAnchor"])
      if (typeof schema[keyword] === "string") targets.add(`#${schema[keyword]}`);
  }
  return targets;
}
