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

/** What a walk has found so far and where it goes next. */
interface Walk {
  readonly selection: FileSelection;
  readonly changed: RepositoryFile[];
  readonly removed: string[];
  readonly pending: Pair[];
}

type Entries = ReadonlyMap<string, TreeEntry>;

interface Sides {
  readonly before: Entries;
  readonly after: Entries;
}

/** Difference of two trees. Subtrees with the same object id, and those the selection rules out, are never read. */
export async function readTreeChanges(
  trees: { readonly from: ObjectId | null; readonly to: ObjectId },
  selection: FileSelection,
  readTree: ReadTree,
): Promise<FileChanges> {
  const walk: Walk = { selection, changed: [], removed: [], pending: [] };
  if (trees.from !== trees.to) walk.pending.push({ path: "", depth: 0, ...trees });
  let folders = 0;
  for (let pair = walk.pending.pop(); pair !== undefined; pair = walk.pending.pop()) {
    const sides = {
      before: await readEntries(pair.from, readTree),
      after: await readEntries(pair.to, readTree),
    };
    addChanged(walk, pair, sides);
    addRemoved(walk, pair, sides);
    // A few trees that hold each other many times unfold to any number of folders.
    checkCount(++folders, bounds.selectedFolders, "folders");
    checkCount(walk.changed.length + walk.removed.length, bounds.selectedFiles, "files");
  }
  return {
    changed: walk.changed.sort((a, b) => compare(a.path, b.path)),
    removed: walk.removed.sort(compare),
  };
}

function addChanged(walk: Walk, pair: Pair, { before, after }: Sides): void {
  for (const [name, entry] of after) {
    if (isSame(before.get(name), entry)) continue;
    const path = selectedPath(pair.path, entry, walk.selection);
    if (path === null) continue;
    if (entry.kind === "directory") walk.pending.push(descend(pair, path, before.get(name), entry));
    else walk.changed.push({ path, objectId: entry.id, kind: entry.kind });
  }
}

function addRemoved({ selection, removed, pending }: Walk, pair: Pair, { before, after }: Sides): void {
  for (const [name, entry] of before) {
    const path = join(pair.path, lossyName(name));
    const next = after.get(name)?.kind;
    if (entry.kind === "directory") {
      if (next !== "directory" && selection.mayContain(path)) {
        pending.push(descend(pair, path, entry, undefined));
      }
    } else if ((next === undefined || next === "directory") && selection.includes(path)) {
      removed.push(path);
    }
  }
}

async function readEntries(id: ObjectId | null, readTree: ReadTree): Promise<Entries> {
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

function checkCount(count: number, limit: number, what: "files" | "folders"): void {
  if (count <= limit) return;
  throw new Failure(
    "limit-exceeded",
    `More than ${limit} ${what} are selected; narrow the environment's paths.`,
  );
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
