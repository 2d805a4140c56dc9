import type { Actor } from "./actor.ts";
import type { SoakedContent } from "./evidence.ts";
import type { Revision, Slug } from "./identifiers.ts";
import type { AppliedPipeline, ChangeClass, Difference, VersionPointer } from "./plan.ts";
import type { PullRequest } from "./pull-request.ts";

/** How far the upper of two environments is behind the lower one; the first that fits. */
export const promotionStates = ["in-step", "held", "waiting", "ahead"] as const;

export type PromotionState = (typeof promotionStates)[number];

/**
 * How one pipeline differs between two environments. `ahead`: other behaviour, or new. `tuning`: the same behaviour,
 * described or tuned differently. `missing`: only the upper one has it. `behind`: the upper one has a higher version.
 */
export const promotionKinds = ["ahead", "tuning", "missing", "behind"] as const;

export type PromotionKind = (typeof promotionKinds)[number];

/** One environment of a pair, as it is applied. */
export interface PromotionSide {
  readonly environment: Slug;
  readonly branch: string;
  /** `null` before the first apply. */
  readonly revision: Revision | null;
}

/** Two environments of which the upper takes over what proved itself in the lower. */
export interface Promotion {
  readonly from: PromotionSide;
  readonly to: PromotionSide;
  readonly state: PromotionState;
  readonly because: string;
  readonly next: string;
  /** Numbers of pipelines by how they differ. */
  readonly counts: { readonly [kind in PromotionKind | "same"]: number };
  /** The deploy of the upper environment that is on its way; `null` when there is none. */
  readonly deploy: string | null;
}

/** One pipeline that differs, without what takes longer to find out. */
export interface PromotionDifference {
  readonly slug: Slug;
  readonly kind: PromotionKind;
  /** In the lower environment; `null` for `missing`. */
  readonly from: AppliedPipeline | null;
  /** In the upper environment; `null` where it is new. */
  readonly to: AppliedPipeline | null;
}

/** Where a content came from. */
export interface PromotionOrigin {
  readonly deploy: string;
  /** `null` when the deploy's row is gone. */
  readonly revision: Revision | null;
  /** The pull request that brought it; `null` when none did or none is known. */
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
}

/** One pipeline that differs, with what speaks for it. */
export interface PromotionItem {
  readonly slug: Slug;
  readonly kind: PromotionKind;
  readonly from: VersionPointer | null;
  readonly to: VersionPointer | null;
  /** Strongest class among the differences; `null` where there are not two sides. */
  readonly class: ChangeClass | null;
  readonly differences: readonly Difference[];
  /** How its content did in the lower environment; `null` for `missing`. */
  readonly evidence: Pick<SoakedContent, "since" | "runs" | "failed" | "isQuarantined"> | null;
  readonly origin: PromotionOrigin | null;
}

/** A wish to promote. */
export interface PromotionRequest {
  readonly from: Slug;
  readonly to: Slug;
  /** Pipelines to promote; `null` is everything that is ahead. */
  readonly only: readonly Slug[] | null;
  readonly reason: string;
  readonly actor: Actor;
}

/** What came of it. */
export interface OpenedPromotion {
  /** `null` without a forge. */
  readonly pullRequest: PullRequest | null;
  /** What to type instead, in order; empty with a forge. */
  readonly commands: readonly string[];
  /** Slugs of what it promotes. */
  readonly pipelines: readonly Slug[];
  /** Sentences on how it was made and what to know. */
  readonly notes: readonly string[];
}
