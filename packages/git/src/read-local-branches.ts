import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import type { Revision } from "@lockstep/model";

const prefix = "refs/heads/";

/**
 * Branches of a git directory. Whatever cannot be read is an error: isomorphic-git takes an unreadable folder for an
 * empty one, and then every branch would look deleted.
 */
export async function readLocalBranches(gitdir: string): Promise<ReadonlyMap<string, Revision>> {
  // Loose first: git packs refs before it removes their files.
  const loose = await readLoose(gitdir);
  const branches = new Map<string, Revision>();
  const packed = (await readIfPresent(join(gitdir, "packed-refs"))) ?? "";
  for (const [, id = "", branch = ""] of packed.matchAll(/^([0-9a-f]{40}) refs\/heads\/(.+)$/gm)) {
    branches.set(branch, id);
  }
  for (const [branch, text] of loose) {
    if (/^[0-9a-f]{40}$/.test(text)) branches.set(branch, text);
  }
  for (const [branch, text] of loose) {
    const target = branches.get(text.replace(`ref: ${prefix}`, ""));
    if (text.startsWith("ref: ") && target !== undefined) branches.set(branch, target);
  }
  return branches;
}

async function readLoose(gitdir: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(gitdir, prefix);
  const refs = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".lock")) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readIfPresent(path);
    if (text !== null) refs.set(relative(folder, path).replaceAll(sep, "/"), text.trim());
  }
  return refs;
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
