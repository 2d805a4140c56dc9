import { createHash } from "node:crypto";

import { compileControl, createSnapshotCompiler, type SourceEntry } from "@lockstep/manifest";
import { type Ancestry, type Commit, Failure, type RepositoryFile, type Revision } from "@lockstep/model";

import { pipelineSelection } from "../source/file-selection.ts";
import type { RevisionSource } from "../source/revision-source.ts";

/** Texts of files by path. */
export type Tree = Readonly<Record<string, string>>;

interface Made {
  readonly tree: Tree;
  readonly parent: Revision | null;
}

/** A repository without a disk, compiled by the product's own compiler: thousands of commits take no time. */
export interface MemoryRepository {
  readonly source: RevisionSource;
  readonly heads: Map<string, Revision>;
  /** Thrown by every look while set. */
  fault: Failure | null;
  commit(branch: string, tree: Tree): Revision;
  treeOf(revision: Revision): Tree;
  isAncestor(base: Revision, head: Revision): boolean;
}

/** One memory for all repositories of a test file: equal texts are compiled once. */
const compiler = createSnapshotCompiler();

export function createMemoryRepository(): MemoryRepository {
  const made = new Map<Revision, Made>();
  const heads = new Map<string, Revision>();

  function find(revision: Revision): Made {
    const commit = made.get(revision);
    if (commit === undefined) throw new Failure("not-found", `there is no revision ${revision}`);
    return commit;
  }

  function isAncestor(base: Revision, head: Revision): boolean {
    for (let at: Revision | null = head; at !== null; at = find(at).parent) if (at === base) return true;
    return false;
  }

  function readAncestry(base: Revision, head: Revision): Ancestry {
    if (base === head) return "same";
    if (isAncestor(base, head)) return "ahead";
    return isAncestor(head, base) ? "behind" : "diverged";
  }

  async function look<Result>(answer: () => Result): Promise<Awaited<Result>> {
    if (repository.fault !== null) throw repository.fault;
    return await answer();
  }

  const repository: MemoryRepository = {
    heads,
    fault: null,
    isAncestor,
    treeOf: (revision) => find(revision).tree,
    commit(branch, tree) {
      const parent = heads.get(branch) ?? null;
      const revision = digest(`${parent} ${made.size} ${JSON.stringify(tree)}`);
      made.set(revision, { tree, parent });
      heads.set(branch, revision);
      return revision;
    },
    source: {
      name: "memory",
      readHeads: () => look(() => new Map(heads)),
      readControl: ({ revision }) => look(() => compileControl(revision, entriesOf(find(revision).tree))),
      readSnapshot: ({ revision, include }) => look(() => compile(revision, find(revision).tree, include)),
      readAncestry: (base, head) => look(() => readAncestry(base, head)),
      readCommit: (revision) => look(() => commitOf(revision, find(revision))),
      fetchCommit: ({ revision }) => look(() => commitOf(revision, find(revision))),
      readTexts: (revision, paths) => look(() => readTexts(find(revision).tree, paths)),
      placeProblems: async (_revision, problems) => problems,
      readSignatures: async () => [],
      countSigners: async () => 0,
      readAuthors: async () => ({ identities: [], revisions: [] }),
      close: async () => {},
    },
  };
  return repository;
}

function digest(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

function entriesOf(tree: Tree): readonly SourceEntry[] {
  return Object.entries(tree).map(([path, text]) => ({
    path,
    file: { kind: "file", bytes: Buffer.from(text) },
  }));
}

function compile(revision: Revision, tree: Tree, include: readonly string[]) {
  const texts = new Map<string, string>();
  const files = new Map<string, RepositoryFile>();
  for (const [path, text] of Object.entries(tree)) {
    const objectId = digest(text);
    texts.set(objectId, text);
    files.set(path, { path, objectId, kind: "file" });
  }
  return compiler.compile({
    revision,
    files,
    isManifest: pipelineSelection(include).isManifest,
    readFiles: async (ids) => new Map(ids.map((id) => [id, { bytes: Buffer.from(texts.get(id) ?? "") }])),
  });
}

function commitOf(revision: Revision, { parent }: Made): Commit {
  const person = { name: "Ada", email: "ada@example.com", at: "2026-02-01T09:00:00.000Z" };
  const parents = parent === null ? [] : [parent];
  return { revision, parents, message: "A commit", author: person, committer: person };
}

function readTexts(tree: Tree, paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(paths.flatMap((path) => (tree[path] === undefined ? [] : [[path, tree[path]]])));
}
