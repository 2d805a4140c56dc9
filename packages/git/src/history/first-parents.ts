import { Failure, type RawCommit, type Revision } from "@lockstep/model";

import { bounds } from "../bounds.ts";
import type { CommitRange } from "./commit-range.ts";
import { findAncestry } from "./read-ancestry.ts";

/** A commit with its bytes and what a walk through history needs. */
interface HistoryCommit extends RawCommit {
  readonly committer: { readonly name: string; readonly email: string; readonly at: string };
}

interface Walk extends CommitRange {
  readonly readCommit: (revision: Revision) => Promise<HistoryCommit | null>;
  /** Whether nothing can be fetched any more: then a `from` that is not here is no ancestor of anything. */
  readonly isFinal: boolean;
}

/**
 * The commits that following first parents from `to` meets before the first that `from` contains, newest first. `to`
 * itself is among them unless it is `from`. `unknown` when history ends, for want of depth, before that is certain.
 * Failure: `limit-exceeded`.
 */
export async function findFirstParents(walk: Walk): Promise<readonly RawCommit[] | "unknown"> {
  const { from, readCommit, isFinal } = walk;
  if (from === walk.to) return [];
  const isBaseHere = from !== null && (await readCommit(from)) !== null;
  if (from !== null && !isBaseHere && !isFinal) return "unknown";
  const chain = await followFirstParents(walk);
  if (chain === "unknown") return "unknown";
  const known = isBaseHere ? await countUncontained(chain, walk) : chain.length;
  if (known === "unknown") return "unknown";
  if (known > walk.limit) throw tooMany(walk);
  return chain.slice(0, known).map(({ revision, parents, bytes }) => ({ revision, parents, bytes }));
}

/** At most one more than the limit, so that it shows whether that is the end. */
async function followFirstParents({ from, to, limit, readCommit }: Walk) {
  const chain: HistoryCommit[] = [];
  let [next, size]: [Revision | undefined, number] = [to, 0];
  while (next !== undefined && next !== from && chain.length <= limit) {
    const commit: HistoryCommit | null = await readCommit(next);
    if (commit === null) return "unknown";
    size += commit.bytes.length;
    if (size > bounds.commitsInMemory)
      throw new Failure("limit-exceeded", `The commits up to ${to} are larger than is read at once.`);
    chain.push(commit);
    next = from === null ? undefined : commit.parents[0];
  }
  return chain;
}

/** What `from` contains it also contains the parents of, so that halving finds where that begins. */
async function countUncontained(chain: readonly HistoryCommit[], { from, readCommit, isFinal }: Walk) {
  let [low, high] = [Math.min(1, chain.length), chain.length];
  // The usual case: the walk ended at `from` itself, so that its parent is what is contained first.
  if (chain.at(-1)?.parents[0] === from) return chain.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await findAncestry(chain[middle]?.revision ?? "", from ?? "", readCommit);
    if (found === "unknown" && !isFinal) return "unknown";
    if (found === "ahead" || found === "same") high = middle;
    else low = middle + 1;
  }
  return low;
}

function tooMany({ from, to, limit }: CommitRange): Failure {
  return new Failure(
    "limit-exceeded",
    `More than ${limit} commits lie between ${from ?? "nothing"} and ${to}; push them in smaller steps.`,
  );
}
