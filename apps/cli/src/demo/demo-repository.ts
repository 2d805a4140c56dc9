import { existsSync } from "node:fs";
import * as fs from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

import git from "isomorphic-git";

const author = { name: "Lockstep Demo", email: "demo@lockstep.invalid" };

/** Top of the repository that holds this file, whose `pipelines/` and `environments/` are the demo's content. */
const top = fileURLToPath(new URL("../../../../", import.meta.url));

/** What the demo's develop branch has ahead of main. */
const ahead = fileURLToPath(new URL("../../demo/ahead/", import.meta.url));

/**
 * Makes the bare demo repository once and returns its path: `main` holds the released pipelines, `develop` is one
 * commit ahead. A half-made one of a killed start is thrown away.
 */
export async function ensureDemoRepository(dataDirectory: string): Promise<string> {
  const place = join(dataDirectory, "demo.git");
  if (existsSync(place)) return place;
  const draft = `${place}.draft`;
  await rm(draft, { recursive: true, force: true });
  await git.init({ fs, gitdir: draft, bare: true, defaultBranch: "main" });
  const released = await readContent(top, ["environments", "pipelines"]);
  const first = await commit(draft, released, [], "Release the demo pipelines");
  await git.writeRef({ fs, gitdir: draft, ref: "refs/heads/main", value: first });
  const changed = new Map([...released, ...(await readContent(ahead, ["pipelines"]))]);
  const second = await commit(
    draft,
    changed,
    [first],
    "Send large orders to key accounts sooner\n\nAlso adds the returns desk.",
  );
  await git.writeRef({ fs, gitdir: draft, ref: "refs/heads/develop", value: second });
  await rename(draft, place);
  return place;
}

type Content = ReadonlyMap<string, Uint8Array>;

async function readContent(directory: string, folders: readonly string[]): Promise<Content> {
  const content = new Map<string, Uint8Array>();
  for (const folder of folders) {
    const entries = await readdir(join(directory, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((found) => found.isFile())) {
      const file = join(entry.parentPath, entry.name);
      content.set(relative(directory, file).split(sep).join("/"), await readFile(file));
    }
  }
  return content;
}

async function commit(gitdir: string, content: Content, parent: string[], message: string): Promise<string> {
  const tree = await writeTree(gitdir, content);
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = { ...author, timestamp, timezoneOffset: 0 };
  return git.commit({
    fs,
    gitdir,
    tree,
    parent,
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
