import { Failure, type Revision } from "@lockstep/model";

import { type GitHubClient, orNull } from "../client/github-client.ts";

/** What one commit holds, before it has a name. `text` null removes the file, which must be there. */
export interface CommitContent {
  readonly parent: Revision;
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  readonly message: string;
}

/** The head of a branch; `null` when there is no such branch. */
export async function readHead(
  client: GitHubClient,
  branch: string,
  signal: AbortSignal,
): Promise<Revision | null> {
  const answer = await orNull(
    client.ask({
      what: "read a branch",
      kind: "read",
      signal,
      ask: async (api, call) => await api.git.getRef({ ...call, ref: `heads/${branch}` }),
    }),
  );
  return answer === null ? null : answer.data.object.sha;
}

/** The files on top of those of the parent; gives the tree's id. Writing the same again changes nothing. */
export async function makeTree(
  client: GitHubClient,
  { parent, files }: CommitContent,
  signal: AbortSignal,
): Promise<string> {
  const base = await readCommit(client, parent, signal);
  const { data } = await client.ask({
    what: "write files",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.git.createTree({
        ...call,
        base_tree: base.tree,
        tree: files.map(({ path, text }) => ({
          path,
          mode: "100644" as const,
          type: "blob" as const,
          ...(text === null ? { sha: null } : { content: text }),
        })),
      }),
  });
  return data.sha;
}

/** Whether the commit is the one that was asked for: same files, parent and message. */
export async function isThatCommit(
  client: GitHubClient,
  wanted: { readonly revision: Revision; readonly tree: string; readonly content: CommitContent },
  signal: AbortSignal,
): Promise<boolean> {
  const { tree, message, parents } = await readCommit(client, wanted.revision, signal);
  return (
    tree === wanted.tree &&
    message.trim() === wanted.content.message.trim() &&
    parents.join() === wanted.content.parent
  );
}

/** Makes a commit that no branch holds yet. */
export async function makeCommit(
  client: GitHubClient,
  { content, tree }: { readonly content: CommitContent; readonly tree: string },
  signal: AbortSignal,
): Promise<Revision> {
  const { data } = await client.ask({
    what: "make a commit",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.git.createCommit({ ...call, message: content.message, tree, parents: [content.parent] }),
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

/** Whether GitHub refused with words like these. */
export function isRefusedWith(thrown: unknown, words: RegExp): boolean {
  return thrown instanceof Failure && thrown.kind === "forge-refused" && words.test(thrown.message);
}
