import type { Revision, Timestamp } from "./identifiers.ts";

/** A pull request as the forge describes it. Titles, names and branches are untrusted text. */
export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  /** Identity of who opened it, such as `github:ada`; `null` for an account that is gone. */
  readonly author: string | null;
  readonly state: "open" | "merged" | "closed";
  readonly isDraft: boolean;
  /** Whether its head lies in another repository: hostile data, never executed. */
  readonly isFork: boolean;
  readonly head: { readonly branch: string; readonly revision: Revision };
  readonly base: { readonly branch: string; readonly revision: Revision };
  /** `null` while the forge is still finding out. */
  readonly isMergeable: boolean | null;
  /** While open: the commit that merging would make. Once merged: the commit it became on the base branch. */
  readonly mergeRevision: Revision | null;
  /** Identity of who merged it. */
  readonly mergedBy: string | null;
  readonly mergedAt: Timestamp | null;
  readonly updatedAt: Timestamp;
}

/** What the forge knows of how a commit came in. Written into the deploy record. */
export interface MergeEvidence {
  readonly pullRequest: PullRequest;
  /** The newest verdict of each reviewer. */
  readonly reviews: readonly {
    readonly reviewer: string;
    readonly verdict: "approved" | "changes-requested" | "commented" | "dismissed";
    readonly revision: Revision | null;
    readonly at: Timestamp;
  }[];
  /** Checks and statuses of the pull request's head when it was merged. */
  readonly checks: readonly ForgeCheck[];
}

/** One check or commit status that the forge holds, ours or another's. */
export interface ForgeCheck {
  readonly name: string;
  /** `pending` until it ended. */
  readonly outcome: "pending" | "success" | "neutral" | "skipped" | "failure";
  /** App or account that reported it. */
  readonly reporter: string | null;
  readonly at: Timestamp | null;
}
