import * as fs from "node:fs";

import git from "isomorphic-git";

/** Files of a commit, by path. */
export type Content = ReadonlyMap<string, Uint8Array>;

export interface NewCommit {
  readonly content: Content;
  readonly parent: readonly string[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/** Writes a commit into a bare repository and returns its id; no branch moves. */
export async function writeCommit(gitdir: string, commit: NewCommit): Promise<string> {
  const { content, parent, message, author, timestamp } = commit;
  const tree = await writeTree(gitdir, content);
  const signature = { ...author, timestamp, timezoneOffset: 0 };
  return git.commit({
    fs,
    gitdir,
    tree,
    parent: [...parent],
    message,
    author: signature,
    committer: signature,
    noUpdateBranch: true,
  });
}

async function writeTree(gitdir: string, content: Content): Promise<string> {
  const folders = new Map<string, Map<string, Uint8Array>>();
  const files: { mode: string; path: string; oid: string; type: "blob" }[] = [];
  for (const [path, blob] of content) {
    const [name = "", ...rest] = path.split("/");
    if (rest.length === 0) {
      files.push({
        mode: "100644",
        path: name,
        oid: await git.writeBlob({ fs, gitdir, blob }),
        type: "blob",
      });
      continue;
    }
    const folder = folders.get(name) ?? new Map<string, Uint8Array>();
    folders.set(name, folder.set(rest.join("/"), blob));
  }
  const trees = await Promise.all(
    [...folders].map(async ([path, inner]) => {
      const oid = await writeTree(gitdir, inner);
      return { mode: "040000", path, oid, type: "tree" as const };
    }),
  );
  return git.writeTree({ fs, gitdir, tree: [...files, ...trees] });
}
