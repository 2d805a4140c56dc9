import type { FieldPattern } from "./step-type-declaration.ts";

/** Patterns come from declarations only, so there are few; splitting them anew was a third of a manifest's checks. */
const split = new Map<FieldPattern, readonly string[]>();

/** Whether a place inside `with` is meant by a pattern. */
export function matchesField(pattern: FieldPattern, path: readonly (string | number)[]): boolean {
  const parts = partsOf(pattern);
  for (const [index, part] of parts.entries()) {
    if (part === "**") return path.length >= index;
    if (index >= path.length) return false;
    if (part !== "*" && part !== String(path[index])) return false;
  }
  return path.length === parts.length;
}

function partsOf(pattern: FieldPattern): readonly string[] {
  const known = split.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.slice(1).split("/");
  split.set(pattern, parts);
  return parts;
}
