import { Failure, type ObjectId, type Repository, type Revision } from "@lockstep/model";

import type { ObjectReader } from "../objects/object-reader.ts";
import { readFailure } from "../read-failure.ts";
import { parseCommit, type ParsedCommit } from "./parse-commit.ts";
import { parseTree } from "./parse-tree.ts";
import { findAncestry, type FoundAncestry } from "./read-ancestry.ts";
import { readTreeChanges } from "./read-changes.ts";

/** The reading half of a repository, the same for a mirror and for a path. */
export interface HistoryReader extends Pick<Repository, "readChanges" | "readFiles" | "readCommit"> {
  /** `null` when the commit is not here. */
  findCommit(revision: Revision, signal: AbortSignal): Promise<ParsedCommit | null>;
  findAncestry(base: Revision, head: Revision, signal: AbortSignal): Promise<FoundAncestry>;
}

export interface HistoryParts {
  readonly name: string;
  readonly objects: ObjectReader;
  /** What to do, and what to tell, when objects cannot be read although nothing is out of date. */
  onDamage(): Promise<Failure>;
}

export function createHistoryReader(parts: HistoryParts): HistoryReader {
  const { name, objects } = parts;
  const findCommit = async (revision: Revision, signal: AbortSignal) => {
    const content = await objects.readObject(revision, "commit", signal);
    return content === null ? null : parseCommit(revision, content);
  };
  const readCommit = async (revision: Revision, signal: AbortSignal) => {
    const commit = await findCommit(revision, signal);
    if (commit !== null) return commit;
    throw new Failure("not-found", `Repository ${name} has no commit ${revision} here; fetch it first.`);
  };
  const readTree = async (id: ObjectId, signal: AbortSignal) => {
    signal.throwIfAborted();
    const content = await objects.readObject(id, "tree", signal);
    if (content === null) throw new Error(`tree ${id} is missing`);
    return parseTree(content);
  };
  const read = <T>(signal: AbortSignal, work: () => Promise<T>) => readAgain(parts, signal, work);
  return {
    findCommit: (revision, signal) => read(signal, () => findCommit(revision, signal)),
    readCommit: (revision, signal) =>
      read(signal, async () => withoutTree(await readCommit(revision, signal))),
    readChanges: (from, to, selection, signal) =>
      read(signal, async () => {
        const base = from === null ? null : (await readCommit(from, signal)).tree;
        const trees = { from: base, to: (await readCommit(to, signal)).tree };
        return readTreeChanges(trees, selection, (id) => readTree(id, signal));
      }),
    readFiles: (ids, maxBytes, signal) =>
      read(signal, async () => {
        const files = await objects.readFiles(ids, maxBytes, signal);
        const missing = ids.find((id) => !files.has(id));
        if (missing !== undefined) throw new Error(`blob ${missing} is missing`);
        return files;
      }),
    findAncestry: (base, head, signal) =>
      read(signal, () =>
        findAncestry(base, head, (revision) => {
          signal.throwIfAborted();
          return findCommit(revision, signal);
        }),
      ),
  };
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

function withoutTree({ tree: _, ...commit }: ParsedCommit): Omit<ParsedCommit, "tree"> {
  return commit;
}
