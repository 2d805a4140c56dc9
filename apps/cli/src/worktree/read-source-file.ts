import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

import { limits, type SourceFile } from "@lockstep/manifest";
import { Failure } from "@lockstep/model";

/** A file of a work tree as git would hold it: links are not followed, what is too large is not read. */
export function readSourceFile(
  root: string,
  path: string,
  maxBytes: number = limits.manifestBytes,
): SourceFile | null {
  const file = join(root, path);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined || (!stats.isFile() && !stats.isSymbolicLink())) return null;
  if (stats.isSymbolicLink() || isBehindLink(root, path)) return { kind: "symlink" };
  if (stats.size > maxBytes) return { kind: "too-large", bytes: stats.size };
  return { kind: "file", bytes: readBytes(file, path) };
}

/** A linked folder would lead out of the repository just as a linked file does. */
function isBehindLink(root: string, path: string): boolean {
  return realpathSync(dirname(join(root, path))) !== join(realpathSync(root), dirname(path));
}

function readBytes(file: string, path: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = "unknown error" } = cause as NodeJS.ErrnoException;
    throw new Failure("repository-unreachable", `${path} cannot be read (${code}). Check its permissions.`, {
      cause,
    });
  }
}
