import { type Evidence, Failure, failureKinds, type MergeEvidence, type MergeFinding } from "@lockstep/model";

import { broughtRanges } from "./brought-commits.ts";
import type { EvidenceRequest } from "./evidence-request.ts";
import { returningRanges } from "./returning-ranges.ts";

/**
 * Everybody who wrote, committed, opened or merged what the plan brings: `email:…` and `github:…`, sorted. `null` when
 * that cannot be told, which keeps the gate closed: somebody unknown might approve their own work.
 */
export async function findAuthors(
  request: EvidenceRequest,
  merges: readonly MergeFinding[],
): Promise<Evidence["authors"]> {
  const { source, store, signal, subject } = request;
  try {
    const ranges = [...broughtRanges(request), ...(await returningRanges(request))];
    const { identities, revisions } = await source.readAuthors(ranges, signal);
    const isUnknown = merges.some(({ state }) => state === "unavailable");
    if (isUnknown && subject.trial === undefined) return null;
    const found = merges.flatMap((merge) => (merge.state === "merged" ? merge.evidence : []));
    const seen = await store.pullRequests.listEvidence(revisions);
    const clicked = [...found, ...seen].flatMap(accountsOf);
    return [...new Set([...identities, ...clicked])].toSorted();
  } catch (thrown) {
    return orUnreadable(thrown, subject.trial !== undefined);
  }
}

function accountsOf({ pullRequest: { author, mergedBy } }: MergeEvidence): readonly string[] {
  return [author, mergedBy].flatMap((account) => (account === null ? [] : account.toLowerCase()));
}

/** What no further try can read; a merge that is only tried out need not be readable at all. */
function orUnreadable(thrown: unknown, isTrial: boolean): null {
  const kind = thrown instanceof Failure ? thrown.kind : null;
  if (kind === null || kind === "cancelled") throw thrown;
  if (isTrial || failureKinds[kind].disposition === "stall") return null;
  throw thrown;
}
