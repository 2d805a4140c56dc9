import { Failure, type Repository, type Revision } from "@lockstep/model";

import { readWhole } from "./history/cut-off.ts";
import { createHistoryReader, type HistoryReader } from "./history/history-reader.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import { readFailure } from "./read-failure.ts";
import { readLocalBranches } from "./read-local-branches.ts";

/** A repository on this machine, read where it lies and never written to. */
export function createLocalRepository(name: string, gitdir: string, objects: ObjectStore): Repository {
  const history = createHistoryReader({ name, objects, onDamage: async () => damaged(name) });
  return {
    name,
    readBranches: async (signal) => {
      try {
        signal.throwIfAborted();
        return await readLocalBranches(gitdir);
      } catch (error) {
        throw readFailure(error, name, signal);
      }
    },
    fetchRevisions: (heads, signal) => requirePresence(name, history, heads, signal),
    readChanges: history.readChanges,
    readFiles: history.readFiles,
    readCommit: history.readCommit,
    readAncestry: async (base, head, signal) => {
      const found = await history.findAncestry(base, head, signal);
      return found === "unknown" ? "diverged" : found;
    },
    readFirstParents: async (from, to, limit, signal) => {
      const range = { from, to, limit };
      return readWhole(name, range, await history.findFirstParents(range, true, signal));
    },
    readContained: async (from, to, limit, signal) => {
      const range = { from, to, limit };
      return readWhole(name, range, await history.findContained(range, true, signal));
    },
    close: async () => objects.refresh(),
  };
}

async function requirePresence(
  name: string,
  history: HistoryReader,
  heads: ReadonlyMap<string, Revision>,
  signal: AbortSignal,
): Promise<void> {
  for (const revision of new Set(heads.values())) {
    if ((await history.findCommit(revision, signal)) === null) {
      throw new Failure("repository-unreachable", `Repository ${name} no longer has commit ${revision}.`);
    }
  }
}

function damaged(name: string): Failure {
  return new Failure(
    "repository-invalid",
    `Repository ${name} lacks objects or is damaged; check it with git fsck. Partial clones cannot be served.`,
  );
}
