import { type Ancestry, Failure, type PromotionRequest, type Revision, type Snapshot } from "@lockstep/model";

import { compareEnvironments, type EnvironmentComparison } from "./compare-environments.ts";
import { findPair, type Pair } from "./find-pair.ts";
import type { PromotionDeps } from "./promotion-deps.ts";

/** A pair as git and the database show it at one moment, when somebody wants to promote. */
export interface Survey {
  readonly request: PromotionRequest;
  readonly pair: Pair;
  readonly comparison: EnvironmentComparison;
  /** The lower environment's branch at its applied revision, which may be behind the branch's head. */
  readonly lower: BranchView & { readonly ancestry: Ancestry };
  /** The head of the upper environment's branch. */
  readonly upper: BranchView;
}

/** What a branch holds at one revision. */
export interface BranchView {
  readonly branch: string;
  readonly revision: Revision;
  readonly snapshot: Snapshot;
}

/** Looks at everything that a promotion follows from. Failures: `not-found` for no pair, `unprocessable` with a code. */
export async function surveyPair(
  deps: PromotionDeps,
  request: PromotionRequest,
  signal: AbortSignal,
): Promise<Survey> {
  const pair = await findPair(deps, request.from, request.to);
  const branches = { lower: pair.from.policy.source.branch, upper: pair.to.policy.source.branch };
  if (branches.lower === branches.upper)
    throw new Failure(
      "unprocessable",
      `${request.from} and ${request.to} both follow the branch ${branches.upper}: what is merged there goes to both, and there is nothing to promote by a pull request.`,
      { code: "SAME_BRANCH" },
    );
  const { environments } = deps.store;
  const applied = await environments.loadApplied(request.from);
  const comparison = compareEnvironments(applied, await environments.loadApplied(request.to));
  const heads = await deps.source.readHeads(signal);
  const lowerHead = headOf(heads, branches.lower, request.from);
  const upperHead = headOf(heads, branches.upper, request.to);
  if (applied.revision === null)
    throw new Failure("unprocessable", `Nothing is applied in ${request.from} yet.`, {
      code: "NOTHING_TO_PROMOTE",
    });
  const view = async (
    branch: string,
    revision: Revision,
    include: readonly string[],
  ): Promise<BranchView> => ({
    branch,
    revision,
    snapshot: await deps.source.readSnapshot(
      { branch, revision, view: `promotion:${branch}`, include },
      signal,
    ),
  });
  const upper = await view(branches.upper, upperHead, pair.to.policy.source.include);
  const ancestry = await deps.source.readAncestry(applied.revision, lowerHead, signal);
  if (ancestry !== "same" && ancestry !== "ahead")
    throw new Failure(
      "unprocessable",
      `${request.from} runs ${applied.revision.slice(0, 12)}, which is no longer on its branch ${branches.lower}: promote when ${request.from} has applied the branch's head.`,
      { code: "REVISION_GONE" },
    );
  const lower = await view(branches.lower, applied.revision, pair.from.policy.source.include);
  return { request, pair, comparison, lower: { ...lower, ancestry }, upper };
}

function headOf(heads: ReadonlyMap<string, Revision>, branch: string, environment: string): Revision {
  const head = heads.get(branch);
  if (head !== undefined) return head;
  throw new Failure("unprocessable", `The branch ${branch} of ${environment} does not exist.`, {
    code: "BRANCH_MISSING",
  });
}
