import { Failure, type NewForgeBranch, type Revision } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import {
  type CommitContent,
  isRefusedWith,
  isThatCommit,
  makeCommit,
  makeTree,
  readHead,
} from "./git-objects.ts";

/**
 * A new branch at a revision, or one commit above it. A branch of that name which already is what was asked for is the
 * answer to an earlier attempt, lost or not; any other is a `conflict`.
 */
export async function createBranch(
  client: GitHubClient,
  branch: NewForgeBranch,
  signal: AbortSignal,
): Promise<Revision> {
  const wanted = await prepare(client, branch, signal);
  const head = await readHead(client, branch.branch, signal);
  if (head !== null) return await sameOrConflict(client, { branch, wanted, head }, signal);
  const revision =
    wanted.tree === null ? branch.from : await makeCommit(client, { ...wanted, tree: wanted.tree }, signal);
  try {
    await createRef(client, { branch: branch.branch, revision }, signal);
    return revision;
  } catch (thrown) {
    if (!isRefusedWith(thrown, /reference already exists/i)) throw thrown;
    const other = await readHead(client, branch.branch, signal);
    if (other === null) throw thrown;
    return await sameOrConflict(client, { branch, wanted, head: other }, signal);
  }
}

interface WantedHead {
  readonly content: CommitContent;
  /** `null` when the branch begins at the revision itself. */
  readonly tree: string | null;
}

async function prepare(
  client: GitHubClient,
  { from, files, message }: NewForgeBranch,
  signal: AbortSignal,
): Promise<WantedHead> {
  const content = { parent: from, files, message };
  return { content, tree: files.length === 0 ? null : await makeTree(client, content, signal) };
}

async function sameOrConflict(
  client: GitHubClient,
  found: { readonly branch: NewForgeBranch; readonly wanted: WantedHead; readonly head: Revision },
  signal: AbortSignal,
): Promise<Revision> {
  const { branch, wanted, head } = found;
  const { tree, content } = wanted;
  const isSame =
    tree === null
      ? head === branch.from
      : await isThatCommit(client, { revision: head, tree, content }, signal);
  if (isSame) return head;
  throw new Failure(
    "conflict",
    `A branch ${branch.branch} with other commits exists already (${head.slice(0, 12)}): merge or delete it, then try again.`,
  );
}

async function createRef(
  client: GitHubClient,
  to: { readonly branch: string; readonly revision: Revision },
  signal: AbortSignal,
): Promise<void> {
  await client.ask({
    what: "make a branch",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.git.createRef({ ...call, ref: `refs/heads/${to.branch}`, sha: to.revision }),
  });
}
