import { runTestGit } from "../git/run-test-git.ts";
import type { FakePull, FakeRepository, GitHubWorld } from "./github-state.ts";

/** Makes the commit that merging would make, without moving a branch; `null` when files conflict. */
export async function mergeCommit(
  repository: FakeRepository,
  merge: {
    readonly base: string;
    readonly head: string;
    readonly message: string;
    readonly squash?: boolean;
  },
): Promise<string | null> {
  const { git } = repository.git;
  const tree = await mergedTree(repository, merge.base, merge.head);
  if (tree === null) return null;
  const parents = ["-p", merge.base, ...(merge.squash === true ? [] : ["-p", merge.head])];
  return git("commit-tree", tree, ...parents, "-m", merge.message);
}

async function mergedTree(repository: FakeRepository, base: string, head: string): Promise<string | null> {
  try {
    return await repository.git.git("merge-tree", "--write-tree", base, head);
  } catch (error) {
    // Conflicts end with status 1 and are told on stdout; anything else says so on stderr.
    if (error instanceof Error && /^git merge-tree [^:]*: $/.test(error.message)) return null;
    throw error;
  }
}

/** Brings `refs/pull/N/head` up to date, from the fork when it lies there. */
export async function writePullHead(
  world: GitHubWorld,
  repository: FakeRepository,
  pull: FakePull,
): Promise<void> {
  const ref = `refs/pull/${pull.number}/head`;
  const fork = world.state.repositories.get(pull.head.repository);
  if (fork === undefined || fork === repository) {
    await repository.git.git("update-ref", ref, pull.head.sha);
    return;
  }
  const source = `+refs/heads/${pull.head.ref}:${ref}`;
  await runTestGit(repository.git.directory, ["fetch", "--quiet", "--no-tags", fork.git.directory, source]);
}

/** Tries the merge again and writes `refs/pull/N/merge`, which stays as it was when there are conflicts. */
export async function attemptMerge(
  world: GitHubWorld,
  repository: FakeRepository,
  pull: FakePull,
): Promise<void> {
  const base = repository.refs.get(`refs/heads/${pull.base.ref}`);
  if (base === undefined || pull.state !== "open") return;
  const message = `Merge ${pull.head.sha} into ${base}`;
  const merge = await mergeCommit(repository, { base, head: pull.head.sha, message });
  Object.assign(pull, {
    mergeable: merge !== null,
    mergeSha: merge,
    isOutdated: false,
    unknownReads: world.unknownReads,
  });
  if (merge !== null) await repository.git.git("update-ref", `refs/pull/${pull.number}/merge`, merge);
}
