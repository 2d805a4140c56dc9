import type { FieldPattern } from "./step-type-declaration.ts";

/** Whether a place inside `with` is meant by a pattern. */
export function matchesField(pattern: FieldPattern, path: readonly (string | number)[]): boolean {
  const parts = pattern.slice(1).split("/");
  for (const [index, part] of parts.entries()) {
    if (part === "**") return path.length >= index;
    if (index >= path.length) return false;
    if (part !== "*" && part !== String(path[index])) return false;
  }
  return path.length === parts.length;
}
