import { Failure, type NewForgeCommit, type Revision } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";

/**
 * One commit on top of the expected head of a branch, or `conflict` when the branch moved. When it moved to the very commit
 * that was asked for, the answer to an earlier attempt was lost: that commit is the answer.
 */
export async function commitFiles(
  client: GitHubClient,
  commit: NewForgeCommit,
  signal: AbortSignal,
): Promise<Revision> {
  const head = await readHead(client, commit.branch, signal);
  const tree = await makeTree(client, commit, signal);
  if (head !== commit.expectedHead) {
    if (await isThatCommit(client, { head, tree, commit }, signal)) return head;
    throw movedFailure(commit.branch);
  }
  const revision = await makeCommit(client, { commit, tree }, signal);
  await moveBranch(client, { branch: commit.branch, revision }, signal);
  return revision;
}

async function readHead(client: GitHubClient, branch: string, signal: AbortSignal): Promise<Revision> {
  const { data } = await client.ask({
    what: "read a branch",
    kind: "read",
    signal,
    ask: async (api, call) => await api.git.getRef({ ...call, ref: `heads/${branch}` }),
  });
  return data.object.sha;
}

async function makeTree(client: GitHubClient, commit: NewForgeCommit, signal: AbortSignal): Promise<string> {
  const base = await readCommit(client, commit.expectedHead, signal);
  const { data } = await client.ask({
    what: "write files",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.git.createTree({
        ...call,
        base_tree: base.tree,
        tree: commit.files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text })),
      }),
  });
  return data.sha;
}

async function readCommit(client: GitHubClient, revision: Revision, signal: AbortSignal) {
  const { data } = await client.ask({
    what: "read a commit",
    kind: "read",
    signal,
    ask: async (api, call) => await api.git.getCommit({ ...call, commit_sha: revision }),
  });
  return { tree: data.tree.sha, message: data.message, parents: data.parents.map(({ sha }) => sha) };
}

async function isThatCommit(
  client: GitHubClient,
  wanted: { readonly head: Revision; readonly tree: string; readonly commit: NewForgeCommit },
  signal: AbortSignal,
): Promise<boolean> {
  const { tree, message, parents } = await readCommit(client, wanted.head, signal);
  return (
    tree === wanted.tree &&
    message.trim() === wanted.commit.message.trim() &&
    parents.join() === wanted.commit.expectedHead
  );
}

async function makeCommit(
  client: GitHubClient,
  made: { readonly commit: NewForgeCommit; readonly tree: string },
  signal: AbortSignal,
): Promise<Revision> {
  const { data } = await client.ask({
    what: "make a commit",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.git.createCommit({
        ...call,
        message: made.commit.message,
        tree: made.tree,
        parents: [made.commit.expectedHead],
      }),
  });
  return data.sha;
}

async function moveBranch(
  client: GitHubClient,
  to: { readonly branch: string; readonly revision: Revision },
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.ask({
      what: "move a branch",
      kind: "write",
      signal,
      ask: async (api, call) =>
        await api.git.updateRef({ ...call, ref: `heads/${to.branch}`, sha: to.revision, force: false }),
    });
  } catch (thrown) {
    // GitHub answers so when the branch moved since it was read, and when a rule protects it.
    const isMoved = thrown instanceof Failure && /not a fast[- ]forward/i.test(thrown.message);
    throw isMoved ? movedFailure(to.branch) : thrown;
  }
}

function movedFailure(branch: string): Failure {
  return new Failure("conflict", `The branch ${branch} moved meanwhile; look at it again.`);
}
