import { Failure, type Repository, type Revision } from "@lockstep/model";

import type { Timeouts } from "./bounds.ts";
import { withDeadline } from "./deadline.ts";
import type { CommitRange } from "./history/commit-range.ts";
import { readWhole } from "./history/cut-off.ts";
import { createHistoryReader, type HistoryReader } from "./history/history-reader.ts";
import { combinePacks } from "./mirror/combine-packs.ts";
import {
  readMirrorHeads,
  readShallow,
  replaceMirror,
  writeMirrorHeads,
  type Mirror,
} from "./mirror/mirror.ts";
import { createTurns } from "./mirror/turns.ts";
import type { ObjectStore } from "./objects/object-store.ts";
import { readFailure } from "./read-failure.ts";
import { revisionGone, type FetchRequest, type Remote } from "./remote/remote.ts";

export interface MirrorParts {
  readonly name: string;
  readonly mirror: Mirror;
  readonly remote: Remote;
  readonly objects: ObjectStore;
  readonly timeouts: Timeouts;
}

type Find<Found> = (
  range: CommitRange,
  isFinal: boolean,
  signal: AbortSignal,
) => Promise<readonly Found[] | "unknown">;

/** A repository behind a URL, read from its mirror. */
export function createMirroredRepository(parts: MirrorParts): Repository {
  const { name, remote, objects, timeouts } = parts;
  const inTurn = createTurns();
  const history = createHistoryReader({ name, objects, onDamage: () => startAnew(parts) });
  const ask = async <T>(
    what: keyof Timeouts,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ) => {
    try {
      return await withDeadline(signal, timeouts[what], `Asking ${name}`, work);
    } catch (error) {
      throw readFailure(error, name, signal);
    }
  };
  const change = (signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>) =>
    inTurn(() => ask("fetch", signal, work));
  /** What is found once as much history as it needs is here. */
  const deepening = async <Found>(range: CommitRange, signal: AbortSignal, find: Find<Found>) => {
    for (const below of [range.to, range.from]) {
      const found = await find(range, false, signal);
      if (found !== "unknown") return found;
      if (below !== null) await change(signal, (limited) => deepen(parts, below, limited));
    }
    return readWhole(name, range, await find(range, true, signal));
  };
  return {
    name,
    readBranches: (signal) => ask("list", signal, remote.readBranches),
    fetchRevisions: (heads, signal) =>
      change(signal, (limited) => fetchHeads(parts, history, heads, limited)),
    readChanges: history.readChanges,
    readFiles: history.readFiles,
    readCommit: history.readCommit,
    readAncestry: async (base, head, signal) => {
      for (const below of [head, base]) {
        const found = await history.findAncestry(base, head, signal);
        if (found !== "unknown") return found;
        await change(signal, (limited) => deepen(parts, below, limited));
      }
      const certain = await history.findAncestry(base, head, signal);
      return certain === "unknown" ? "diverged" : certain;
    },
    readFirstParents: (from, to, limit, signal) =>
      deepening({ from, to, limit }, signal, history.findFirstParents),
    readContained: (from, to, limit, signal) =>
      deepening({ from, to, limit }, signal, history.findContained),
    close: async () => objects.refresh(),
  };
}

async function fetchHeads(
  parts: MirrorParts,
  history: HistoryReader,
  heads: ReadonlyMap<string, Revision>,
  signal: AbortSignal,
): Promise<void> {
  const { mirror, name } = parts;
  const known = await readMirrorHeads(mirror);
  const findMissing = () => missingRevisions(history, heads, signal);
  const wants = await findMissing();
  if (wants.length > 0) {
    await fetchInto(parts, { mirror, wants, extent: known.length === 0 ? "heads" : "news" }, signal);
    const [missing] = await findMissing();
    if (missing !== undefined) {
      throw new Failure("repository-unreachable", `Repository ${name} did not send commit ${missing}.`);
    }
  }
  const isKnown = new Set(known);
  const fresh = [...heads].filter(([, revision]) => !isKnown.has(revision));
  await writeMirrorHeads(mirror, new Map(fresh));
  if (wants.length > 0 && (await combinePacks(mirror))) parts.objects.refresh();
}

async function missingRevisions(
  history: HistoryReader,
  heads: ReadonlyMap<string, Revision>,
  signal: AbortSignal,
): Promise<readonly Revision[]> {
  const missing: Revision[] = [];
  for (const revision of new Set(heads.values())) {
    if ((await history.findCommit(revision, signal)) === null) missing.push(revision);
  }
  return missing;
}

/**
 * Fetches the history below a commit that a first, shallow fetch brought. A commit that the server no longer has (it
 * was rewritten away) stays as it is: nothing that is reachable there descends from it.
 */
async function deepen(parts: MirrorParts, revision: Revision, signal: AbortSignal): Promise<void> {
  const { mirror, objects } = parts;
  if (objects.sizeOf(revision) === null || (await readShallow(mirror.gitdir)).length === 0) return;
  try {
    await fetchInto(parts, { mirror, wants: [revision], extent: "whole" }, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== revisionGone) throw error;
  }
}

async function fetchInto(parts: MirrorParts, request: FetchRequest, signal: AbortSignal): Promise<void> {
  if ((await parts.remote.fetch(request, signal)) === "damaged") throw await startAnew(parts);
}

async function startAnew(parts: MirrorParts): Promise<Failure> {
  await replaceMirror(parts.mirror);
  parts.objects.refresh();
  return new Failure(
    "repository-unreachable",
    `The mirror of ${parts.name} was damaged and has been set aside; the next fetch clones it anew.`,
  );
}
