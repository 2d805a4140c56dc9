import {
  Failure,
  type FileChanges,
  type FileSelection,
  type ObjectId,
  type RepositoryFile,
} from "@lockstep/model";

import { bounds } from "../bounds.ts";
import { escapePath, lossyName, safeName } from "./entry-name.ts";
import type { TreeEntry } from "./parse-tree.ts";

/** Gives the entries of a tree. */
export type ReadTree = (id: ObjectId) => Promise<readonly TreeEntry[]>;

/** Two trees at one path; `null` where that side has none. */
interface Pair {
  readonly path: string;
  readonly depth: number;
  readonly from: ObjectId | null;
  readonly to: ObjectId | null;
}

/** Difference of two trees. Subtrees with the same object id, and those the selection rules out, are never read. */
export async function readTreeChanges(
  trees: { readonly from: ObjectId | null; readonly to: ObjectId },
  selection: FileSelection,
  readTree: ReadTree,
): Promise<FileChanges> {
  const changed: RepositoryFile[] = [];
  const removed: string[] = [];
  const pending: Pair[] = trees.from === trees.to ? [] : [{ path: "", depth: 0, ...trees }];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const before = await readEntries(pair.from, readTree);
    const after = await readEntries(pair.to, readTree);
    for (const [name, entry] of after) {
      if (isSame(before.get(name), entry)) continue;
      const path = selectedPath(pair.path, entry, selection);
      if (path === null) continue;
      if (entry.kind === "directory") pending.push(descend(pair, path, before.get(name), entry));
      else changed.push({ path, objectId: entry.id, kind: entry.kind });
    }
    for (const [name, entry] of before) {
      const path = join(pair.path, lossyName(name));
      const next = after.get(name);
      if (entry.kind !== "directory") {
        if ((next === undefined || next.kind === "directory") && selection.includes(path)) removed.push(path);
      } else if (next?.kind !== "directory" && selection.mayContain(path)) {
        pending.push(descend(pair, path, entry, undefined));
      }
    }
    checkCount(changed.length + removed.length);
  }
  return { changed: changed.sort((a, b) => compare(a.path, b.path)), removed: removed.sort(compare) };
}

async function readEntries(id: ObjectId | null, readTree: ReadTree): Promise<ReadonlyMap<string, TreeEntry>> {
  if (id === null) return new Map();
  return new Map((await readTree(id)).map((entry) => [entry.name, entry]));
}

function isSame(before: TreeEntry | undefined, after: TreeEntry): boolean {
  return before !== undefined && before.id === after.id && before.kind === after.kind;
}

/** The entry's path, `null` when it is not wanted. A name that is no safe part of a path is refused where it is. */
function selectedPath(folder: string, entry: TreeEntry, selection: FileSelection): string | null {
  const path = join(folder, lossyName(entry.name));
  const isSelected = entry.kind === "directory" ? selection.mayContain(path) : selection.includes(path);
  if (!isSelected) return null;
  if (safeName(entry.name) !== null) return path;
  throw new Failure(
    "repository-invalid",
    `The repository holds the path ${escapePath(path)}, which is not safe to read; remove or rename it.`,
  );
}

function descend(
  parent: Pair,
  path: string,
  before: TreeEntry | undefined,
  after: TreeEntry | undefined,
): Pair {
  const depth = parent.depth + 1;
  if (depth > bounds.treeDepth) {
    throw new Failure(
      "limit-exceeded",
      `The repository is nested deeper than ${bounds.treeDepth} folders at ${escapePath(path.slice(0, 200))}.`,
    );
  }
  return { path, depth, from: directoryId(before), to: directoryId(after) };
}

function directoryId(entry: TreeEntry | undefined): ObjectId | null {
  return entry?.kind === "directory" ? entry.id : null;
}

function checkCount(count: number): void {
  if (count > bounds.selectedFiles) {
    throw new Failure(
      "limit-exceeded",
      `More than ${bounds.selectedFiles} files are selected; narrow the environment's paths.`,
    );
  }
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
