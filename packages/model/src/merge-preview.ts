import type { Decision } from "./decision.ts";
import type { Tier } from "./environment.ts";
import type { Checksum, Revision, Slug, Version } from "./identifiers.ts";
import type { Impact } from "./impact.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Change, Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";
import type { PullRequest } from "./pull-request.ts";

/** What a preview comes to, from harmless to hopeless: the strongest one of all environments names the whole. */
export const previewVerdicts = ["nothing", "admitted", "waiting", "refused"] as const;

export type PreviewVerdict = (typeof previewVerdicts)[number];

/**
 * What was looked at. `merge`: what the forge's merge would make. `head`: the revision alone, because nobody merged it with
 * its base. `merged`: the base branch has it already. `conflict`: it cannot be merged, so that no environment was planned.
 */
export const previewedKinds = ["merge", "head", "merged", "conflict"] as const;

export type PreviewedKind = (typeof previewedKinds)[number];

/** What somebody wants to know of a merge. */
export interface PreviewQuestion {
  /** A commit id of 40 digits, or the name of a branch. */
  readonly revision: string;
  /** Branch to merge into; `null` lets the pull request say, or else where the revision is, or where changes begin. */
  readonly base: string | null;
  /** `null` finds the open pull request of the revision, where there is one. */
  readonly pullRequest: number | null;
  /** Environments to answer for; `null` is all. */
  readonly environments: readonly Slug[] | null;
}

/** What merging would change in one environment. Without a plan `because` says why there is none. */
export interface EnvironmentPreview {
  readonly environment: Slug;
  readonly title: string;
  readonly tier: Tier;
  readonly verdict: PreviewVerdict;
  readonly sentence: string;
  readonly because: string | null;
  readonly plan: Plan | null;
  readonly decision: Decision | null;
  readonly impact: Impact | null;
}

/** What would become of the same change in an environment that promotes from one where it arrives. */
export interface DownstreamPreview {
  readonly environment: Slug;
  readonly title: string;
  readonly tier: Tier;
  readonly from: Slug;
  readonly verdict: PreviewVerdict;
  readonly sentence: string;
  /** How many of the pipelines that the merge changes below would change there, too. */
  readonly brings: number;
  /** How many others a promotion of everything would bring besides. */
  readonly others: number;
  readonly decision: Decision | null;
}

/** What merging a revision would change, everywhere. Environments by slug, then along the ladder of promotions. */
export interface MergePreview {
  readonly verdict: PreviewVerdict;
  readonly sentence: string;
  readonly revision: Revision;
  readonly judged: {
    readonly revision: Revision;
    readonly kind: PreviewedKind;
    /** What to bear in mind about it; `null` when there is nothing. */
    readonly because: string | null;
  };
  readonly base: {
    readonly branch: string;
    readonly revision: Revision;
    /** Digest of everything that was judged from: another one says that the base or an environment moved. */
    readonly pin: string;
  };
  readonly pullRequest: PullRequest | null;
  readonly environments: readonly EnvironmentPreview[];
  readonly downstream: readonly DownstreamPreview[];
  readonly problems: readonly Problem[];
}

/** A manifest as people read it. */
export interface ManifestText {
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  /** In the one layout of manifests, without what equals a default. */
  readonly text: string;
  readonly definition: Pipeline;
}

/** One changed pipeline with both sides; `null` where it is not there. */
export interface ChangedManifest {
  readonly change: Change;
  readonly before: ManifestText | null;
  readonly after: ManifestText | null;
}
