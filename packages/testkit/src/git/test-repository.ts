import { fastImport, type CommitRequest } from "./fast-import.ts";
import { runTestGit } from "./run-test-git.ts";

/** A bare repository that tests write to without a work tree. */
export interface TestRepository {
  readonly directory: string;
  /** Where the git server offers it; the directory when there is no server. */
  readonly url: string;
  /** Commits on a branch and gives the new revision. With `parents` it also rewrites or merges. */
  commit(request: CommitRequest): Promise<string>;
  /** Commits many times at once and gives the last revision. */
  commitAll(requests: readonly CommitRequest[]): Promise<string>;
  /** Merges branches (two or more make an octopus) into `branch`, keeping that branch's files plus `files`. */
  merge(branch: string, others: readonly string[], files?: CommitRequest["files"]): Promise<string>;
  /** Points a branch at any revision, whatever it pointed at before. */
  setBranch(branch: string, revision: string): Promise<void>;
  deleteBranch(branch: string): Promise<void>;
  revisionOf(name: string): Promise<string>;
  git(...args: readonly string[]): Promise<string>;
}

/** Makes an empty bare repository in a directory that does not exist yet. */
export async function createTestRepository(
  directory: string,
  url: string = directory,
  objectFormat: "sha1" | "sha256" = "sha1",
): Promise<TestRepository> {
  await runTestGit("/", [
    "init",
    "--quiet",
    "--bare",
    `--object-format=${objectFormat}`,
    "--initial-branch=main",
    directory,
  ]);
  return openTestRepository(directory, url);
}

/** Wraps an existing repository, bare or not. */
export function openTestRepository(directory: string, url: string = directory): TestRepository {
  const git = (...args: readonly string[]) => runTestGit(directory, args);
  const revisionOf = (name: string) => git("rev-parse", "--verify", `${name}^{commit}`);
  return {
    directory,
    url,
    git,
    revisionOf,
    commit: (request) => fastImport(directory, [request]),
    commitAll: (requests) => fastImport(directory, requests),
    merge: async (branch, others, files = {}) => {
      const parents = await Promise.all([branch, ...others].map((name) => revisionOf(`refs/heads/${name}`)));
      return fastImport(directory, [{ branch, parents, files, message: `Merge ${others.join(", ")}` }]);
    },
    setBranch: async (branch, revision) => {
      await git("update-ref", `refs/heads/${branch}`, revision);
    },
    deleteBranch: async (branch) => {
      await git("update-ref", "-d", `refs/heads/${branch}`);
    },
  };
}
