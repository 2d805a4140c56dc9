import type { Checksum, Slug, Timestamp } from "./identifiers.ts";
import type { MergeEvidence } from "./pull-request.ts";

/** How one content did in the environment where it has to soak. */
export interface SoakedContent {
  readonly slug: Slug;
  readonly content: Checksum;
  /** When it was first in force there; `null` when it never was. */
  readonly since: Timestamp | null;
  /** When its present stay began; `null` while other content, or none, is in force. */
  readonly inForceSince: Timestamp | null;
  /** Milliseconds of all stays that have ended. */
  readonly endedMs: number;
  /** Runs of that content there that completed or failed, the newest 10 000: a cancelled one says nothing about it. */
  readonly runs: number;
  /** Those among them that failed. */
  readonly failed: number;
  /** Whether it was taken out there as bad. */
  readonly isQuarantined: boolean;
}

/** How the commit came in, as far as it could be found out. */
export type MergeFinding =
  | { readonly state: "merged"; readonly evidence: MergeEvidence }
  /** It was pushed past any pull request. */
  | { readonly state: "none" }
  /** There is no forge that could say. */
  | { readonly state: "no-forge" }
  | { readonly state: "unavailable"; readonly because: string };

/** What a manifest's own tests said. */
export interface TestedManifest {
  readonly slug: Slug;
  readonly manifest: Checksum;
  readonly total: number;
  readonly failed: number;
  /** What went wrong first; empty when nothing did. */
  readonly because: string;
}
