import { memberOf, parseTree } from "./parse-tree.ts";

/**
 * The text of a manifest with another version and not one other character changed. `null` when the text is no JSON
 * object, or when its `version` is not `from`.
 */
export function editVersion(text: string, from: string, to: string): string | null {
  const tree = parseTree(text);
  if (tree?.type !== "Object") return null;
  const value = memberOf(tree, "version")?.value;
  if (value?.type !== "String" || value.value !== from || value.range === undefined) return null;
  const [start, end] = value.range;
  return `${text.slice(0, start)}${JSON.stringify(to)}${text.slice(end)}`;
}
