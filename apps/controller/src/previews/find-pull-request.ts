import { Failure, type PreviewQuestion, type PullRequest, toFailure } from "@lockstep/model";

import type { ProposalSources } from "../planning/propose.ts";
import { isCommitId } from "../planning/reachable-revision.ts";

type Sources = Pick<ProposalSources, "store" | "forge">;

/** The pull request that is named, or the open one whose head is asked about; `null` where there is none. Failure: `not-found`. */
export async function findOpenPullRequest(
  sources: Sources,
  { pullRequest: number, revision }: PreviewQuestion,
  signal: AbortSignal,
): Promise<PullRequest | null> {
  if (number !== null) return findPullRequest(sources, number, signal);
  if (!isCommitId(revision)) return null;
  const open = await sources.store.pullRequests.listOpen();
  return open.find(({ head }) => head.revision === revision) ?? null;
}

/** A pull request by number, as the forge says now or, while it is away, as it was last seen. Failure: `not-found`. */
export async function findPullRequest(
  { store, forge }: Sources,
  number: number,
  signal: AbortSignal,
): Promise<PullRequest> {
  const known = await store.pullRequests.load(number);
  if (known !== null) return known;
  if (!forge.capabilities.pullRequests)
    throw new Failure("not-found", "There is no forge here, so there are no pull requests. Name a revision.");
  const found = await forge.readPullRequest(number, signal);
  if (found === null) throw new Failure("not-found", `There is no pull request #${number}.`);
  await store.pullRequests.save([found]);
  return found;
}

/** Why a forge's answer is done without; what is cancelled is not. */
export function whyAway(thrown: unknown, signal: AbortSignal): string {
  if (signal.aborted) throw thrown;
  return toFailure(thrown).message;
}
