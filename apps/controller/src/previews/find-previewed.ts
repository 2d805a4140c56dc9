import { Failure, type PreviewQuestion } from "@lockstep/model";

import type { ProposalSources } from "../planning/propose.ts";
import { findReachable } from "../planning/reachable-revision.ts";
import type { Observation } from "../reconcile/observe.ts";
import type { BranchHead } from "../source/revision-source.ts";
import { feedingBranches, headOfBranch, headsWithFirst } from "./choose-base.ts";
import { findOpenPullRequest } from "./find-pull-request.ts";
import { previewPullRequest } from "./preview-pull-request.ts";
import type { Previewed } from "./previewed.ts";

export interface PreviewSources extends ProposalSources {
  readonly controlBranch: string;
}

/** What a question is about: a pull request as the forge would merge it, or a revision that some branch contains. */
export async function findPreviewed(
  sources: PreviewSources,
  question: PreviewQuestion,
  observation: Observation,
  signal: AbortSignal,
): Promise<Previewed> {
  const pullRequest = await findOpenPullRequest(sources, question, signal);
  if (pullRequest !== null)
    return previewPullRequest(sources, { pullRequest, observation, base: question.base }, signal);
  return previewRevision(sources, question, observation, signal);
}

/** Without a forge nobody merges: the revision stands for what merging would make. */
async function previewRevision(
  { source, controlBranch }: PreviewSources,
  { revision, base: asked }: PreviewQuestion,
  observation: Observation,
  signal: AbortSignal,
): Promise<Previewed> {
  const feeding = feedingBranches(observation, controlBranch);
  const heads = headsWithFirst(observation.heads, asked === null ? feeding : [asked, ...feeding]);
  const found = await findReachable(source, revision, heads, signal);
  const base = headOfBranch(observation, asked ?? baseOf(found, feeding, observation));
  const judged = { branch: found.branch, revision: found.revision };
  const shared = { revision: found.revision, judged, base, pullRequest: null };
  const ancestry = await source.readAncestry(base.revision, found.revision, signal);
  if (ancestry === "same" || ancestry === "behind") {
    const because =
      ancestry === "same"
        ? null
        : `'${base.branch}' has newer commits: this is what the environment would be at this one.`;
    return { ...shared, kind: "merged", isTrial: false, because };
  }
  if (ancestry === "ahead") return { ...shared, kind: "head", isTrial: false, because: null };
  const because = `'${base.branch}' has commits that this one does not contain, and merging brings both: this looks at the commit alone. Merge '${base.branch}' into it to see the whole.`;
  return { ...shared, kind: "head", isTrial: "head", because };
}

/** A branch that feeds an environment is its own base; what others hold is going to where changes begin. */
function baseOf(found: BranchHead, feeding: readonly string[], { heads }: Observation): string {
  if (feeding.includes(found.branch)) return found.branch;
  const base = feeding.find((branch) => heads.has(branch));
  if (base !== undefined) return base;
  throw new Failure("not-found", "No environment follows a branch that exists; push one first.", {
    code: "BRANCH_MISSING",
  });
}
