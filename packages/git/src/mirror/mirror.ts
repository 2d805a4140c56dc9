import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Revision } from "@lockstep/model";

/** A bare repository in the data directory that holds what was fetched. A cache: it may be thrown away at any time. */
export interface Mirror {
  readonly gitdir: string;
  /** Where packs are received; wiped when the mirror is opened. */
  readonly incoming: string;
}

const config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
/** Branch names are kept as digests: `a` and `a/b` may follow each other, and no name is too long for the disk. */
export const refFolder = "refs/lockstep";

/** `https://host/acme/flows.git` → `host-acme-flows-<digest>.git`. */
export function mirrorFolder(name: string): string {
  const words = name
    .replace(/^[a-z]+:\/\//, "")
    .replace(/\.git$/, "")
    .replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `${words.slice(0, 60)}-${createHash("sha256").update(name).digest("hex").slice(0, 12)}.git`;
}

/** Makes the mirror, or repairs what a killed process left: locks, half a pack, a missing file. */
export async function openMirror(gitdir: string): Promise<Mirror> {
  const incoming = join(gitdir, "incoming");
  await rm(incoming, { recursive: true, force: true });
  for (const folder of ["objects/info", "objects/pack", refFolder, "refs/heads", "incoming"]) {
    await mkdir(join(gitdir, folder), { recursive: true });
  }
  await writeFile(join(gitdir, "config"), config);
  await writeFile(join(gitdir, "HEAD"), "ref: refs/heads/none\n");
  await removeLeftovers(gitdir);
  return { gitdir, incoming };
}

async function removeLeftovers(gitdir: string): Promise<void> {
  for (const folder of ["", refFolder, "objects/pack"]) {
    for (const file of await readdir(join(gitdir, folder))) {
      if (/^tmp_|\.lock$|\.new$/.test(file)) await rm(join(gitdir, folder, file), { force: true });
    }
  }
}

/** Sets a damaged mirror aside and starts an empty one. Only the latest damaged one is kept, for a person to look at. */
export async function replaceMirror(mirror: Mirror): Promise<void> {
  const aside = `${mirror.gitdir}.damaged`;
  await rm(aside, { recursive: true, force: true });
  await rename(mirror.gitdir, aside);
  await openMirror(mirror.gitdir);
}

/** Every revision that was fetched as the head of a branch. */
export async function readMirrorHeads(mirror: Mirror): Promise<readonly Revision[]> {
  const folder = join(mirror.gitdir, refFolder);
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return [...new Set(texts.map((text) => text.trim()).filter((text) => /^[0-9a-f]{40}$/.test(text)))];
}

/** Remembers fetched heads, so that later fetches build on them and native git keeps their objects. */
export async function writeMirrorHeads(mirror: Mirror, heads: ReadonlyMap<string, Revision>): Promise<void> {
  for (const [branch, revision] of heads) {
    await replaceFile(join(mirror.gitdir, mirrorRef(branch)), `${revision}\n`);
  }
}

function mirrorRef(branch: string): string {
  return `${refFolder}/${createHash("sha256").update(branch).digest("hex").slice(0, 40)}`;
}

/** Commits whose parents are not here (git's `shallow` file). */
export async function readShallow(gitdir: string): Promise<readonly Revision[]> {
  try {
    const text = await readFile(join(gitdir, "shallow"), "utf8");
    return text.split("\n").filter((line) => /^[0-9a-f]{40}$/.test(line));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

export async function writeShallow(mirror: Mirror, revisions: readonly Revision[]): Promise<void> {
  const file = join(mirror.gitdir, "shallow");
  // An empty file would tell native git that the repository is shallow.
  if (revisions.length === 0) await rm(file, { force: true });
  else await replaceFile(file, revisions.map((revision) => `${revision}\n`).join(""));
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
