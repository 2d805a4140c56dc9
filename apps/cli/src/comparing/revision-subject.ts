import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { posix } from "node:path";
import { promisify } from "node:util";

import { openRepository } from "@lockstep/git";
import { createSnapshotCompiler, fileExtensions } from "@lockstep/manifest";
import type { FileSelection, Snapshot } from "@lockstep/model";

import { pipelinesSubject, pipelineSubject } from "./compiled-subject.ts";
import type { Subject } from "./subject.ts";

const execute = promisify(execFile);

/** A commit of the repository here, or `commit:path` for one of its manifests; `null` when git knows no such commit. */
export async function revisionSubject(
  cwd: string,
  name: string,
  signal: AbortSignal,
): Promise<Subject | null> {
  const colon = name.indexOf(":");
  const commit = await resolveCommit(cwd, colon === -1 ? name : name.slice(0, colon));
  if (commit === null) return null;
  if (colon === -1)
    return pipelinesSubject(name, await compileRevision({ ...commit, selection: everything, signal }));
  const path = posix.normalize(name.slice(colon + 1));
  const wanted = { ...commit, selection: withFile(path), signal };
  return pipelineSubject(name, { path, ...(await compileRevision(wanted)) });
}

interface Commit {
  readonly top: string;
  readonly revision: string;
}

interface Selection extends FileSelection {
  isManifest(path: string): boolean;
}

interface Wanted extends Commit {
  readonly selection: Selection;
  readonly signal: AbortSignal;
}

/** Manifests at their usual place, and everything that they may pull in. */
const everything: Selection = {
  isManifest: (path) => path.startsWith("pipelines/") && path.endsWith(".pipeline.json"),
  mayContain: (directory) => directory === "pipelines" || directory.startsWith("pipelines/"),
  includes: (path) => fileExtensions.some((extension) => path.endsWith(`.${extension}`)),
};

/** The same and one manifest that may stand anywhere. */
function withFile(path: string): Selection {
  const folder = `${posix.dirname(path)}/`;
  return {
    ...everything,
    isManifest: (file) => file === path || everything.isManifest(file),
    mayContain: (directory) =>
      path.startsWith(`${directory}/`) ||
      `${directory}/`.startsWith(folder) ||
      everything.mayContain(directory),
  };
}

/** Only git itself knows every way to name a commit. */
async function resolveCommit(cwd: string, name: string): Promise<Commit | null> {
  const git = async (...more: readonly string[]) => {
    const { stdout } = await execute("git", ["rev-parse", ...more], { cwd });
    return stdout.trim();
  };
  try {
    const revision = await git("--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
    return { top: await git("--show-toplevel"), revision };
  } catch {
    // No repository, no such commit or no git: the caller tries what else the name may mean.
    return null;
  }
}

async function compileRevision({ top, revision, selection, signal }: Wanted): Promise<Snapshot> {
  const repository = await openRepository({ location: top, directory: tmpdir(), token: null, native: "off" });
  try {
    const { changed } = await repository.readChanges(null, revision, selection, signal);
    return await createSnapshotCompiler().compile({
      revision,
      files: new Map(changed.map((file) => [file.path, file])),
      isManifest: (path) => selection.isManifest(path),
      readFiles: (ids, maxBytes) => repository.readFiles(ids, maxBytes, signal),
    });
  } finally {
    await repository.close();
  }
}
