import type { Json } from "@lockstep/model";

import { decodeText } from "../text/decode-text.ts";
import { limits } from "../text/limits.ts";
import { parseStrictText } from "../text/parse-strict.ts";
import { resolveReference } from "./resolve-reference.ts";
import type { SourceFile } from "./source-file.ts";

/** Paths inside the repository that a manifest's `$file` references name, without repetitions, as many as are allowed. */
export function referencedPaths(manifest: string, file: SourceFile | undefined): readonly string[] {
  if (file?.kind !== "file") return [];
  const { text } = decodeText(file.bytes);
  if (!mayReferToFiles(text)) return [];
  const { value } = parseStrictText(text);
  const paths = new Set<string>();
  collect(value ?? null, manifest, paths);
  return [...paths].slice(0, limits.files);
}

/** Whether a text can hold the key `$file` at all, written plainly or with escapes. */
export function mayReferToFiles(text: string): boolean {
  return text.includes("$file") || text.includes("\\u");
}

function collect(value: Json, manifest: string, paths: Set<string>): void {
  if (value === null || typeof value !== "object") return;
  for (const [key, member] of Object.entries(value)) {
    const path = key === "$file" && typeof member === "string" ? resolveReference(manifest, member) : null;
    if (path !== null) paths.add(path);
    collect(member, manifest, paths);
  }
}
