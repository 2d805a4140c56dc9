import type { PullRequest } from "@lockstep/model";

import { candidateOf, pullRequestRef } from "../forge/candidate.ts";
import { findJudgedRevision, type JudgedAs } from "../forge/judged-revision.ts";
import type { ProposalSources } from "../planning/propose.ts";
import type { Observation } from "../reconcile/observe.ts";
import { headOfBranch } from "./choose-base.ts";
import { whyAway } from "./find-pull-request.ts";
import type { Previewed } from "./previewed.ts";

/** A page must not hang on a forge. */
const deadlineMs = 8_000;

interface Asked {
  readonly pullRequest: PullRequest;
  readonly observation: Observation;
  /** Another branch than its own to merge it into; then only its head can be looked at. */
  readonly base: string | null;
}

/** What merging a pull request would make; its head alone where the forge does not say. */
export async function previewPullRequest(
  sources: ProposalSources,
  asked: Asked,
  signal: AbortSignal,
): Promise<Previewed> {
  const { pullRequest, observation, base } = asked;
  if (base !== null && base !== pullRequest.base.branch)
    return headOf(sources, asked, signal, `Its own base is '${pullRequest.base.branch}'.`);
  if (pullRequest.state === "merged") return mergedOf(asked);
  if (pullRequest.state === "closed")
    return headOf(sources, asked, signal, "It was closed without being merged.");
  const candidate = candidateOf(pullRequest, observation.heads);
  if (candidate === null) return headOf(sources, asked, signal, "Its base branch does not exist any more.");
  const limited = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  let as: JudgedAs;
  try {
    const save = (seen: PullRequest) => sources.store.pullRequests.save([seen]);
    as = await findJudgedRevision(
      { forge: sources.forge, source: sources.source, heads: observation.heads, save },
      candidate,
      limited,
    );
  } catch (thrown) {
    return headOf(
      sources,
      asked,
      signal,
      `The forge did not say what merging makes: ${whyAway(thrown, signal)}`,
    );
  }
  return judgedOf(sources, { ...asked, as }, signal);
}

async function judgedOf(
  sources: ProposalSources,
  asked: Asked & { readonly as: JudgedAs },
  signal: AbortSignal,
): Promise<Previewed> {
  const { as } = asked;
  if (as.kind === "gone")
    return headOf(sources, asked, signal, "It was closed meanwhile, or goes into another branch.");
  const pullRequest = as.candidate.pullRequest ?? asked.pullRequest;
  if (as.kind === "computing")
    return headOf(
      sources,
      { ...asked, pullRequest },
      signal,
      "The forge is still finding out what merging makes.",
    );
  const judged = { branch: pullRequestRef(pullRequest.number), revision: as.revision };
  const shared = { revision: as.candidate.head, judged, base: as.candidate.base, pullRequest };
  if (as.kind !== "conflict") return { ...shared, kind: "merge", because: null, isTrial: true };
  await sources.source.fetchCommit(judged, signal);
  const { branch } = as.candidate.base;
  return {
    ...shared,
    kind: "conflict",
    because: `It conflicts with '${branch}'; resolve the conflicts.`,
    isTrial: "head",
  };
}

function mergedOf({ pullRequest, observation }: Asked): Previewed {
  const base = headOfBranch(observation, pullRequest.base.branch);
  const revision = pullRequest.mergeRevision ?? base.revision;
  return {
    revision,
    judged: { branch: base.branch, revision },
    kind: "merged",
    because: `It was merged into '${base.branch}' as ${revision.slice(0, 12)}.`,
    isTrial: false,
    base,
    pullRequest,
  };
}

async function headOf(
  { source }: Pick<ProposalSources, "source">,
  { pullRequest, observation, base: asked }: Asked,
  signal: AbortSignal,
  why: string,
): Promise<Previewed> {
  const base = headOfBranch(observation, asked ?? pullRequest.base.branch);
  const judged = { branch: pullRequestRef(pullRequest.number), revision: pullRequest.head.revision };
  await source.fetchCommit(judged, signal);
  return {
    revision: judged.revision,
    judged,
    kind: "head",
    because: `${why} This looks at its head alone.`,
    isTrial: "head",
    base,
    pullRequest,
  };
}
