import type { Json } from "@lockstep/model";

/** Longest line that a list or object of plain values may take. */
const width = 100;

/** JSON over several lines, two spaces a level; a list or object of plain values stays on one line when it fits. */
export function printJson(value: Json, indent = "", column = 0): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries<Json>(value);
  if (entries.length === 0) return isList ? "[]" : "{}";
  const line = isList ? `[${printed(entries, true)}]` : `{ ${printed(entries, false)} }`;
  if (indent !== "" && entries.every(([, member]) => isPlain(member)) && column + line.length <= width)
    return line;
  const deeper = `${indent}  `;
  const lines = entries.map(([key, member]) => {
    const label = isList ? "" : `${JSON.stringify(key)}: `;
    return `${deeper}${label}${printJson(member, deeper, deeper.length + label.length)}`;
  });
  return `${isList ? "[" : "{"}\n${lines.join(",\n")}\n${indent}${isList ? "]" : "}"}`;
}

function printed(entries: readonly [string, Json][], isList: boolean): string {
  return entries
    .map(([key, member]) =>
      isList ? JSON.stringify(member) : `${JSON.stringify(key)}: ${JSON.stringify(member)}`,
    )
    .join(", ");
}

function isPlain(value: Json): boolean {
  return value === null || typeof value !== "object" || Object.keys(value).length === 0;
}
