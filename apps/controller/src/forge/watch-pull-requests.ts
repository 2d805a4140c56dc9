import {
  canonicalJson,
  failureKinds,
  type Forge,
  type MergeEvidence,
  type OrgStore,
  type PullRequest,
  type Revision,
  toFailure,
} from "@lockstep/model";

import { isForgeAway } from "./forge-fault.ts";

export interface PullRequestSources {
  readonly store: Pick<OrgStore, "pullRequests">;
  readonly forge: Forge;
}

/** Closed pull requests that one look reads; the others are read by the next ones. */
const mostClosed = 50;

/**
 * Brings what is stored of pull requests up to what the forge says, and gives the open ones. How a merged one came in is
 * kept before it stops being open here, so that a fault leaves it for the next look.
 */
export async function watchPullRequests(
  { store, forge }: PullRequestSources,
  signal: AbortSignal,
): Promise<readonly PullRequest[]> {
  const listed = await forge.listOpenPullRequests(signal);
  const known = new Map((await store.pullRequests.listOpen()).map((one) => [one.number, one]));
  const open = listed.map((one) => withMerge(one, known.get(one.number)));
  await store.pullRequests.save(open.filter((one) => !isSame(one, known.get(one.number))));
  const isListed = new Set(listed.map(({ number }) => number));
  const missing = [...known.values()].filter(({ number }) => !isListed.has(number));
  for (const one of missing.slice(0, mostClosed)) await readClosed({ store, forge }, one, signal);
  return open;
}

/** Lists do not say what merging would make; what was known of the same commits still holds. */
function withMerge(listed: PullRequest, known: PullRequest | undefined): PullRequest {
  const isUnknown = listed.isMergeable === null && known?.isMergeable !== null;
  const isSamePlace =
    known?.head.revision === listed.head.revision && known.base.revision === listed.base.revision;
  if (!isUnknown || !isSamePlace) return listed;
  return { ...listed, isMergeable: known.isMergeable, mergeRevision: known.mergeRevision };
}

function isSame(one: PullRequest, known: PullRequest | undefined): boolean {
  return known !== undefined && canonicalJson(one) === canonicalJson(known);
}

/** Reviews that may not be read keep no pull request open; a forge that is away is asked again. */
async function readEvidence(
  forge: Forge,
  revision: Revision,
  signal: AbortSignal,
): Promise<MergeEvidence | null> {
  try {
    return await forge.readMergeEvidence(revision, signal);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (signal.aborted || failureKinds[failure.kind].disposition !== "stall" || isForgeAway(failure))
      throw failure;
    return null;
  }
}

async function readClosed(
  { store, forge }: PullRequestSources,
  known: PullRequest,
  signal: AbortSignal,
): Promise<void> {
  const found = (await forge.readPullRequest(known.number, signal)) ?? { ...known, state: "closed" };
  if (found.state === "merged" && found.mergeRevision !== null) {
    const evidence = await readEvidence(forge, found.mergeRevision, signal);
    if (evidence !== null) await store.pullRequests.saveEvidence(found.mergeRevision, evidence);
  }
  await store.pullRequests.save([found]);
}
