import { type Commit, Failure, type Revision } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import type { CommitRange } from "./commit-range.ts";

interface Walk extends CommitRange {
  readonly readCommit: (revision: Revision) => Promise<Commit | null>;
  /** Whether nothing can be fetched any more: then a `from` that is not here is no ancestor of anything. */
  readonly isFinal: boolean;
}

const byFrom = 1;
const byTo = 2;
const byBoth = 3;

/**
 * Every commit that `to` contains and `from` does not, in no order. Wrong dates may make it find one too many, never one
 * too few. `unknown` when history ends, for want of depth, before that is certain. Failure: `limit-exceeded`.
 */
export async function findContained(walk: Walk): Promise<readonly Commit[] | "unknown"> {
  const { from, to, readCommit, isFinal } = walk;
  if (from === to) return [];
  if (from === null) {
    const only = await readCommit(to);
    return only === null ? "unknown" : [only];
  }
  const isBaseHere = (await readCommit(from)) !== null;
  if (!isBaseHere && !isFinal) return "unknown";
  const painting = createPainting(walk);
  if (isBaseHere) await painting.mark(from, byFrom);
  await painting.mark(to, byTo);
  while (painting.isUndecided()) await painting.step();
  if (painting.isCutOff()) return "unknown";
  if (painting.found.size > walk.limit) throw tooMany(walk);
  return [...painting.found.values()];
}

/** Walks back from both ends at once, newest first, and marks what each reaches, as `git rev-list` does. */
function createPainting(walk: Walk) {
  const { readCommit, isFinal, limit } = walk;
  const marks = new Map<Revision, number>();
  /** Reached from `to` alone, as far as is known. */
  const found = new Map<Revision, Commit>();
  /** The newest last. */
  const frontier: Commit[] = [];
  let isCutOff = false;
  let size = 0;

  async function mark(revision: Revision, bits: number): Promise<void> {
    const known = marks.get(revision) ?? 0;
    const now = known | bits;
    if (now === known) return;
    marks.set(revision, now);
    const commit = await readCommit(revision);
    if (commit === null) {
      if (now === byTo || (now === byFrom && !isFinal)) isCutOff = true;
      return;
    }
    if (now === byTo) keep(commit);
    else found.delete(revision);
    insert(frontier, commit);
  }

  function keep(commit: Commit): void {
    found.set(commit.revision, commit);
    size += commit.message.length;
    // What is found first may turn out to be contained, so that only a multiple is certain to be too many.
    if (found.size > 4 * limit + 100 || size > bounds.commitsInMemory) throw tooMany(walk);
  }

  return {
    mark,
    found,
    isCutOff: () => isCutOff,
    /** What both reach decides nothing any more, but where it is not older than what was found. */
    isUndecided() {
      if (isCutOff) return false;
      if (frontier.some(({ revision }) => marks.get(revision) !== byBoth)) return true;
      const newest = frontier.at(-1)?.committer.at;
      if (newest === undefined) return false;
      return [...found.values()].some(({ committer }) => committer.at <= newest);
    },
    async step() {
      const commit = frontier.pop();
      const bits = marks.get(commit?.revision ?? "") ?? 0;
      for (const parent of commit?.parents ?? []) await mark(parent, bits);
    },
  };
}

function insert(frontier: Commit[], commit: Commit): void {
  let position = frontier.length;
  while (position > 0 && (frontier[position - 1]?.committer.at ?? "") > commit.committer.at) position--;
  frontier.splice(position, 0, commit);
}

function tooMany({ from, to, limit }: CommitRange): Failure {
  return new Failure(
    "limit-exceeded",
    `More than ${limit} commits lie between ${from ?? "nothing"} and ${to}; push them in smaller steps.`,
  );
}
