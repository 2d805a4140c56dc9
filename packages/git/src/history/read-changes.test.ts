import fc from "fast-check";
import { expect, test } from "vitest";

import type { TreeEntry } from "./parse-tree.ts";
import { readTreeChanges } from "./read-changes.ts";

/** Files of a revision: path to content. */
type Files = Readonly<Record<string, string>>;

const everything = { mayContain: () => true, includes: () => true };

const names = fc.constantFrom("a", "b", "c");
const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const files = fc
  .dictionary(paths, names)
  // A path cannot be a file and a folder at once.
  .map((all): Files =>
    Object.fromEntries(
      Object.entries(all).filter(([path]) => !Object.keys(all).some((other) => other.startsWith(`${path}/`))),
    ),
  );

/** Writes trees whose ids are their own content, so that equal trees have equal ids as in git. */
function createTrees() {
  const trees = new Map<string, readonly TreeEntry[]>();
  const reads: string[] = [];
  const write = (all: Files): string => {
    const folders = new Set(Object.keys(all).map((path) => path.split("/")[0] ?? ""));
    const entries = [...folders].map((name): TreeEntry => {
      const members = Object.entries(all).filter(([path]) => path.split("/")[0] === name);
      const inner = members.filter(([path]) => path !== name);
      if (inner.length === 0) return { name, kind: "file", id: `file:${members[0]?.[1] ?? ""}` };
      return {
        name,
        kind: "directory",
        id: write(Object.fromEntries(inner.map(([path, text]) => [path.slice(name.length + 1), text]))),
      };
    });
    const id = JSON.stringify(entries.sort((a, b) => (a.name < b.name ? -1 : 1)));
    trees.set(id, entries);
    return id;
  };
  const readTree = async (id: string) => {
    reads.push(id);
    return trees.get(id) ?? [];
  };
  return { write, readTree, reads };
}

test("applied to the first revision, the changes give the second", async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (before, after) => {
      const { write, readTree } = createTrees();
      const changes = await readTreeChanges({ from: write(before), to: write(after) }, everything, readTree);
      const result = new Map(Object.entries(before));
      for (const path of changes.removed) expect(result.delete(path)).toBe(true);
      for (const { path, objectId } of changes.changed) result.set(path, objectId.replace("file:", ""));
      expect(Object.fromEntries(result)).toEqual({ ...after });
      const same = changes.changed.filter(({ path, objectId }) => `file:${before[path] ?? ""}` === objectId);
      expect(same).toEqual([]);
    }),
  );
});

test("reads only folders that changed and may hold something selected", async () => {
  const { write, readTree, reads } = createTrees();
  const from = write({ "a/x": "1", "b/x": "1", "c/x": "1" });
  const to = write({ "a/x": "1", "b/x": "2", "c/x": "2" });
  const selection = {
    mayContain: (folder: string) => folder !== "c",
    includes: (path: string) => !path.startsWith("c/"),
  };
  const { changed } = await readTreeChanges({ from, to }, selection, readTree);
  expect(changed.map(({ path }) => path)).toEqual(["b/x"]);
  expect(reads.length).toBe(4);
});
