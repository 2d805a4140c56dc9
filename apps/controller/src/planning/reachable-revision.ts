import { Failure, type Revision } from "@lockstep/model";

import type { BranchHead, RevisionSource } from "../source/revision-source.ts";

/**
 * A branch by its name, or the first one that contains a revision. Only commits that a branch contains may be looked at:
 * anything else could be pushed by anyone to a fork. Failure: `not-found`.
 */
export async function findReachable(
  source: Pick<RevisionSource, "readAncestry">,
  revision: string,
  heads: ReadonlyMap<string, Revision>,
  signal: AbortSignal,
): Promise<BranchHead> {
  const named = heads.get(revision);
  if (named !== undefined) return { branch: revision, revision: named };
  for (const [branch, head] of heads) if (head === revision) return { branch, revision: head };
  for (const [branch, head] of /^[0-9a-f]{4,40}$/.test(revision) ? heads : []) {
    if ((await source.readAncestry(revision, head, signal)) === "ahead") return { branch, revision };
  }
  throw new Failure(
    "not-found",
    `No branch is called '${revision}' or contains such a commit. Push it, or check the name.`,
  );
}

/** Whether a text can only be a commit, not a branch. */
export function isCommitId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
