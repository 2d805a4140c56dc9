import type { Ancestry, Revision } from "@lockstep/model";

import type { ParsedCommit } from "./parse-commit.ts";

/** Gives a commit; `null` when it is not here. */
export type ReadCommit = (revision: Revision) => Promise<Pick<ParsedCommit, "parents" | "committer"> | null>;

/** How two commits relate; `unknown` when history ends, for want of depth, before that is certain. */
export type FoundAncestry = Ancestry | "unknown";

const fromBase = 1;
const fromHead = 2;
const fromBoth = 3;

/**
 * Walks back from both commits at once, newest first, and marks what each side reaches, as `git merge-base` does. It
 * stops when everything left to visit is reached by both: an ancestor of one side alone can then no longer turn up.
 * Wrong dates cost time, never the right answer.
 */
export async function findAncestry(
  base: Revision,
  head: Revision,
  readCommit: ReadCommit,
): Promise<FoundAncestry> {
  if (base === head) return "same";
  const marks = new Map<Revision, number>();
  const frontier: Visit[] = [];
  let isCutOff = false;
  const mark = async (revision: Revision, bits: number) => {
    const known = marks.get(revision) ?? 0;
    if ((known | bits) === known) return;
    marks.set(revision, known | bits);
    const commit = await readCommit(revision);
    if (commit !== null) insert(frontier, { revision, parents: commit.parents, at: commit.committer.at });
    else if ((known | bits) !== fromBoth) isCutOff = true;
  };
  await mark(base, fromBase);
  await mark(head, fromHead);
  while (frontier.some(({ revision }) => marks.get(revision) !== fromBoth)) {
    const visit = frontier.pop();
    for (const parent of visit?.parents ?? []) await mark(parent, marks.get(visit?.revision ?? "") ?? 0);
    if (marks.get(base) === fromBoth) return "ahead";
    if (marks.get(head) === fromBoth) return "behind";
  }
  return isCutOff ? "unknown" : "diverged";
}

interface Visit {
  readonly revision: Revision;
  readonly parents: readonly Revision[];
  readonly at: string;
}

/** Keeps the newest last. */
function insert(frontier: Visit[], visit: Visit): void {
  let position = frontier.length;
  while (position > 0 && (frontier[position - 1]?.at ?? "") > visit.at) position--;
  frontier.splice(position, 0, visit);
}
