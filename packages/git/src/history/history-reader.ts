import {
  Failure,
  type Commit,
  type FileContent,
  type ObjectId,
  type RawCommit,
  type Repository,
  type Revision,
} from "@lockstep/model";

import type { ObjectType } from "../objects/git-object.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { readFailure } from "../read-failure.ts";
import type { CommitRange } from "./commit-range.ts";
import { findContained } from "./contained.ts";
import { findFirstParents } from "./first-parents.ts";
import { createPace } from "./pace.ts";
import { parseCommit, type ParsedCommit } from "./parse-commit.ts";
import { parseTree } from "./parse-tree.ts";
import { findAncestry, type FoundAncestry } from "./read-ancestry.ts";
import { readTreeChanges } from "./read-changes.ts";

/** The reading half of a repository, the same for a mirror and for a path. */
export interface HistoryReader extends Pick<Repository, "readChanges" | "readFiles" | "readCommit"> {
  /** `null` when the commit is not here. */
  findCommit(revision: Revision, signal: AbortSignal): Promise<ParsedCommit | null>;
  findAncestry(base: Revision, head: Revision, signal: AbortSignal): Promise<FoundAncestry>;
  /** `isFinal` when no more history can be fetched; {@link findFirstParents} says what it gives. */
  findFirstParents(
    range: CommitRange,
    isFinal: boolean,
    signal: AbortSignal,
  ): Promise<readonly RawCommit[] | "unknown">;
  /** The same for {@link findContained}. */
  findContained(
    range: CommitRange,
    isFinal: boolean,
    signal: AbortSignal,
  ): Promise<readonly Commit[] | "unknown">;
}

export interface HistoryParts {
  readonly name: string;
  readonly objects: ObjectStore;
  /** What to do, and what to tell, when objects cannot be read although nothing is out of date. */
  onDamage(): Promise<Failure>;
}

/** Git knows it without storing it. */
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export function createHistoryReader(parts: HistoryParts): HistoryReader {
  const { name, objects } = parts;
  const findCommit = (revision: Revision) => {
    const bytes = readContent(objects, revision, "commit");
    return bytes === null ? null : { ...parseCommit(revision, bytes), bytes };
  };
  const readCommit = (revision: Revision) => {
    const commit = findCommit(revision);
    if (commit !== null) return commit;
    throw new Failure("not-found", `Repository ${name} has no commit ${revision} here; fetch it first.`);
  };
  const readTree = (id: ObjectId) => {
    if (id === emptyTree) return [];
    const content = readContent(objects, id, "tree");
    if (content === null) throw new Error(`tree ${id} is missing`);
    return parseTree(content);
  };
  const read = <T>(signal: AbortSignal, work: () => Promise<T>) => readAgain(parts, signal, work);
  return {
    findCommit: (revision, signal) => read(signal, async () => findCommit(revision)),
    readCommit: (revision, signal) => read(signal, async () => withoutTree(readCommit(revision))),
    readChanges: (from, to, selection, signal) =>
      read(signal, async () => {
        const base = from === null ? null : readCommit(from).tree;
        const trees = { from: base, to: readCommit(to).tree };
        const pace = createPace(signal);
        return readTreeChanges(trees, selection, async (id) => {
          await pace();
          return readTree(id);
        });
      }),
    readFiles: (ids, maxBytes, signal) => read(signal, () => readFiles(objects, ids, maxBytes, signal)),
    findAncestry: (base, head, signal) =>
      read(signal, () => findAncestry(base, head, paced(createPace(signal), findCommit))),
    findFirstParents: (range, isFinal, signal) =>
      read(signal, () =>
        findFirstParents({ ...range, isFinal, readCommit: paced(createPace(signal), findCommit) }),
      ),
    findContained: (range, isFinal, signal) =>
      read(signal, () => {
        const find = (revision: Revision) => {
          const commit = findCommit(revision);
          return commit === null ? null : withoutTree(commit);
        };
        return findContained({ ...range, isFinal, readCommit: paced(createPace(signal), find) });
      }),
  };
}

/** Others get their turn while a long history is read. */
function paced<Found>(pace: () => Promise<void>, find: (revision: Revision) => Found) {
  return async (revision: Revision): Promise<Found> => {
    await pace();
    return find(revision);
  };
}

async function readFiles(
  objects: ObjectStore,
  ids: readonly ObjectId[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<ObjectId, FileContent>> {
  const files = new Map<ObjectId, FileContent>();
  const pace = createPace(signal);
  for (const id of objects.inReadingOrder(ids)) {
    await pace();
    const size = objects.sizeOf(id);
    if (size !== null && size > maxBytes) {
      files.set(id, { tooLarge: size });
    } else {
      const bytes = readContent(objects, id, "blob");
      if (bytes === null) throw new Error(`blob ${id} is missing`);
      files.set(id, { bytes });
    }
  }
  return files;
}

function readContent(objects: ObjectStore, id: ObjectId, type: ObjectType): Buffer | null {
  const object = objects.read(id);
  if (object !== null && object.type !== type)
    throw new Error(`object ${id} is a ${object.type}, not a ${type}`);
  return object?.content ?? null;
}

/**
 * Packs may be replaced by others while they are read (a repack by the owner of the repository). So what cannot be
 * read is looked for once more in the files as they are now; only then is it damage.
 */
async function readAgain<T>(parts: HistoryParts, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw readFailure(error, parts.name, signal);
  }
  parts.objects.refresh();
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw readFailure(error, parts.name, signal);
    throw await parts.onDamage();
  }
}

function withoutTree(commit: ParsedCommit): Commit {
  const { revision, parents, message, author, committer } = commit;
  return { revision, parents, message, author, committer };
}
