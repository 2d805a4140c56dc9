import { Failure, type NewForgeCommit, type Revision } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import { isRefusedWith, isThatCommit, makeCommit, makeTree, readHead } from "./git-objects.ts";

/**
 * One commit on top of the expected head of a branch, or `conflict` when the branch moved. When it moved to the very commit
 * that was asked for, the answer to an earlier attempt was lost: that commit is the answer.
 */
export async function commitFiles(
  client: GitHubClient,
  { branch, expectedHead, files, message }: NewForgeCommit,
  signal: AbortSignal,
): Promise<Revision> {
  const content = { parent: expectedHead, files, message };
  const head = await readHead(client, branch, signal);
  if (head === null) throw new Failure("not-found", `GitHub has no branch ${branch}.`);
  const tree = await makeTree(client, content, signal);
  if (head !== expectedHead) {
    if (await isThatCommit(client, { revision: head, tree, content }, signal)) return head;
    throw movedFailure(branch);
  }
  const revision = await makeCommit(client, { content, tree }, signal);
  await moveBranch(client, { branch, revision }, signal);
  return revision;
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
    throw isRefusedWith(thrown, /not a fast[- ]forward/i) ? movedFailure(to.branch) : thrown;
  }
}

function movedFailure(branch: string): Failure {
  return new Failure("conflict", `The branch ${branch} moved meanwhile; look at it again.`);
}
