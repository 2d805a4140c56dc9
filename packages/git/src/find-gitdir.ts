import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { Failure } from "@lockstep/model";

/** The git directory of a bare repository, a work tree, or a work tree whose `.git` is a file. */
export async function findGitdir(path: string): Promise<string> {
  for (const candidate of [path, join(path, ".git")]) {
    const found = await followGitFile(candidate);
    const gitdir = found === null ? null : await followCommonDir(found);
    if (gitdir !== null && (await isGitdir(gitdir))) return gitdir;
  }
  throw new Failure(
    "configuration-invalid",
    `There is no git repository at ${path}; name a bare repository or a folder that holds .git.`,
  );
}

/** A linked work tree keeps its objects with the main one (gitrepository-layout, `commondir`). */
async function followCommonDir(gitdir: string): Promise<string> {
  const text = await readFile(join(gitdir, "commondir"), "utf8").catch(() => ".");
  return resolve(gitdir, text.trim());
}

async function followGitFile(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return path;
  if (found?.isFile() !== true || found.size > 4096) return null;
  const target = /^gitdir: (.+)$/m.exec(await readFile(path, "utf8"))?.[1];
  return target === undefined ? null : resolve(path, "..", target);
}

async function isGitdir(path: string): Promise<boolean> {
  const parts = await Promise.all(
    ["HEAD", "objects"].map((part) => stat(join(path, part)).catch(() => null)),
  );
  return parts.every((part) => part !== null);
}
