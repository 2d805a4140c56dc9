import { toFailure, type Forge, type PullRequest, type Revision } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";
import { type Candidate, candidateOf, pullRequestRef } from "./candidate.ts";

/** What a candidate is judged as. */
export type JudgedAs =
  | { readonly kind: "merge" | "queue"; readonly candidate: Candidate; readonly revision: Revision }
  /** Merging it would conflict: only its head can be looked at. */
  | { readonly kind: "conflict"; readonly candidate: Candidate; readonly revision: Revision }
  /** The forge has not merged this head into this base yet. */
  | { readonly kind: "computing"; readonly candidate: Candidate; readonly revision: Revision }
  /** It was closed meanwhile, or goes into another branch. */
  | { readonly kind: "gone" };

export interface JudgedSources {
  readonly forge: Pick<Forge, "readPullRequest">;
  readonly source: Pick<RevisionSource, "fetchCommit">;
  readonly heads: ReadonlyMap<string, Revision>;
  /** Told what the forge says now. */
  save(pullRequest: PullRequest): Promise<void>;
}

/** Asks the forge for the merge result of a pull request, and makes sure that it is one of the pinned base and head. */
export async function findJudgedRevision(
  { forge, source, heads, save }: JudgedSources,
  known: Candidate,
  signal: AbortSignal,
): Promise<JudgedAs> {
  if (known.pullRequest === null) return { kind: "queue", candidate: known, revision: known.head };
  const pullRequest = await forge.readPullRequest(known.pullRequest.number, signal);
  if (pullRequest === null) return { kind: "gone" };
  await save(pullRequest);
  const candidate = candidateOf(pullRequest, heads);
  if (candidate === null || candidate.base.branch !== known.base.branch) return { kind: "gone" };
  const { isMergeable, mergeRevision } = pullRequest;
  if (isMergeable === false) return { kind: "conflict", candidate, revision: candidate.head };
  const isReady =
    isMergeable === true &&
    mergeRevision !== null &&
    (await isMergeOf(source, { candidate, mergeRevision, number: pullRequest.number }, signal));
  return isReady
    ? { kind: "merge", candidate, revision: mergeRevision }
    : { kind: "computing", candidate, revision: candidate.head };
}

/** Right after a push the forge still offers the merge of the commit before, and may not have the new one ready. */
async function isMergeOf(
  source: JudgedSources["source"],
  merge: { readonly candidate: Candidate; readonly mergeRevision: Revision; readonly number: number },
  signal: AbortSignal,
): Promise<boolean> {
  const head = { branch: pullRequestRef(merge.number), revision: merge.mergeRevision };
  try {
    const { parents } = await source.fetchCommit(head, signal);
    const [base, merged] = parents;
    return base === merge.candidate.base.revision && merged === merge.candidate.head;
  } catch (thrown) {
    if (signal.aborted || toFailure(thrown).kind === "cancelled") throw thrown;
    return false;
  }
}
