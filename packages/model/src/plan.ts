import type { Environment } from "./environment.ts";
import type { Checksum, Revision, Slug, Timestamp, Version } from "./identifiers.ts";
import type { Uses } from "./pipeline.ts";
import type { Problem } from "./problem.ts";
import type { CompiledEnvironment, CompiledPipeline, Snapshot } from "./snapshot.ts";

/** Classes of change from weakest to strongest; the strongest names the change. */
export const changeClasses = [
  "relabel",
  "retune",
  "retrigger",
  "reassign",
  "content",
  "shape",
  "contract",
] as const;

export type ChangeClass = (typeof changeClasses)[number];

export const changeKinds = [
  "create",
  "update",
  "revert",
  "retune",
  "retrigger",
  "reassign",
  "relabel",
  "prune",
  "configure",
] as const;

export type ChangeKind = (typeof changeKinds)[number];

/** One difference in behaviour or description, as a sentence and for programs. */
export interface Difference {
  readonly class: ChangeClass;
  /** JSON pointer by names: `/steps/score/with/set/priority`. */
  readonly path: string;
  readonly operation: "added" | "removed" | "changed";
  /** «step score: with.set.priority changed from "low" to "high"». */
  readonly sentence: string;
}

/** `unknown`: the understood part of JSON Schema does not settle it. */
export type ContractVerdict = "compatible" | "breaking" | "unknown";

/** Which version of a pipeline is meant, with both of its checksums. */
export interface VersionPointer {
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly team: string | null;
  readonly path: string;
}

/** What a plan does to one pipeline, or (`configure`) to the environment itself. */
export interface Change {
  readonly kind: ChangeKind;
  /** The pipeline's slug; the environment's for `configure`. */
  readonly slug: Slug;
  /** Strongest class among the differences; `null` for create, prune and configure. */
  readonly class: ChangeClass | null;
  /** `null` for create and configure. */
  readonly from: VersionPointer | null;
  /** `null` for prune and configure. */
  readonly to: VersionPointer | null;
  readonly differences: readonly Difference[];
  /** What callers notice of a changed input or output schema; `null` where there are not two sides. */
  readonly contract: ContractVerdict | null;
}

/** The version a call resolves to in this plan. */
export interface CalleeLock {
  readonly caller: Slug;
  readonly callee: Slug;
  readonly range: string;
  readonly version: Version;
  readonly content: Checksum;
}

/** One pipeline in force in an environment. */
export interface AppliedPipeline extends VersionPointer {
  readonly slug: Slug;
  readonly uses: Uses;
  /** Deploy that put it there. */
  readonly deploy: string;
  readonly since: Timestamp;
}

/** What the org database says is in force in one environment. */
export interface AppliedState {
  readonly environment: Slug;
  /** Grows by one with each apply; 0 before the first. */
  readonly sequence: number;
  readonly revision: Revision | null;
  readonly controlRevision: Revision | null;
  /** Policy of the last apply, by which the next plan is judged; `null` before the first. */
  readonly policy: Environment | null;
  readonly policyDigest: Checksum | null;
  /** Grows with each thing that a person does about the environment: what was decided before it is decided anew. */
  readonly acts: number;
  readonly pipelines: ReadonlyMap<Slug, AppliedPipeline>;
}

/** The claim that `(slug, version)` means one content for ever. */
export interface Release {
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly environment: Slug;
  /** Commit that released it first. */
  readonly revision: Revision;
  readonly deploy: string;
  readonly releasedAt: Timestamp;
}

/** What git asks for: one revision of the environment's branch under one configuration. */
export interface Desired {
  readonly snapshot: Snapshot;
  readonly controlRevision: Revision;
  readonly configuration: CompiledEnvironment;
}

/** The value that leads from applied to desired. `format` is checked whenever a stored plan is read. */
export interface Plan {
  readonly format: "lockstep-plan/v1";
  readonly environment: Slug;
  readonly base: { readonly sequence: number; readonly revision: Revision | null };
  readonly target: { readonly revision: Revision; readonly controlRevision: Revision };
  /** Sorted by slug, `configure` first. */
  readonly changes: readonly Change[];
  readonly locks: readonly CalleeLock[];
  /** Digest of the policy that judges this plan: the last applied one, or the desired one at first. */
  readonly policyDigest: Checksum;
  /** Digest of the configuration that this plan puts in force. */
  readonly configurationDigest: Checksum;
  /** What validation, immutability and versioning found. Errors refuse the plan. */
  readonly problems: readonly Problem[];
  readonly counts: { readonly applied: number; readonly desired: number; readonly pruned: number };
  /** Over base sequence, changes, locks and policy digest; not over revisions. */
  readonly hash: Checksum;
}

/** Everything the apply transaction needs besides the plan itself. */
export interface PlanContents {
  readonly plan: Plan;
  /** Manifests of created and changed pipelines. */
  readonly manifests: readonly CompiledPipeline[];
}
