import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders that hold no manifests and may be huge. */
const skipped = new Set([".git", ".lockstep", "node_modules"]);

/** Absolute paths of everything below a directory that is not a directory itself, links included but not followed. */
export function walkFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (!entry.isDirectory()) return [path];
    return skipped.has(entry.name) ? [] : walkFiles(path);
  });
}
