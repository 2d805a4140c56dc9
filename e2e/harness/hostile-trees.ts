import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runTestGit, type TestRepository } from "@lockstep/testkit";

/** One line of a tree. Names are written as they are, which git itself would refuse to do. */
export interface RawEntry {
  readonly mode: "40000" | "100644" | "120000" | "160000";
  readonly name: string;
  readonly id: string;
}

/** Writes an object without any of git's checks and gives its id. */
export function writeObject(
  { directory }: TestRepository,
  type: "blob" | "tree",
  content: Uint8Array | string,
): Promise<string> {
  return runTestGit(
    directory,
    ["hash-object", "-w", "-t", type, "--literally", "--stdin"],
    Buffer.from(content),
  );
}

export function writeTree(repository: TestRepository, entries: readonly RawEntry[]): Promise<string> {
  const lines = entries.flatMap(({ mode, name, id }) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(id, "hex"),
  ]);
  return writeObject(repository, "tree", Buffer.concat(lines));
}

/** Commits a root tree on a branch, with given parents. */
export async function commitTree(
  repository: TestRepository,
  {
    branch,
    tree,
    parents,
  }: { readonly branch: string; readonly tree: string; readonly parents: readonly string[] },
): Promise<string> {
  const revision = await repository.git(
    "commit-tree",
    "-m",
    "Replace everything",
    ...parents.flatMap((parent) => ["-p", parent]),
    tree,
  );
  await repository.setBranch(branch, revision);
  return revision;
}

/** Writes zeroes of any size as a blob, straight into a pack of a few megabytes. */
export async function writeZeroes(repository: TestRepository, bytes: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-zeroes-"));
  const file = join(directory, "zeroes");
  await writeFile(file, "");
  await truncate(file, bytes);
  try {
    return await repository.git("-c", "core.compression=1", "hash-object", "-w", file);
  } finally {
    await rm(directory, { recursive: true });
  }
}
