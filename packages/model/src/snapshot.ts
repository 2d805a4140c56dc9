import type { Environment } from "./environment.ts";
import type { Checksum, ObjectId, Revision, Slug, Version } from "./identifiers.ts";
import type { Callee, StepType, Trigger, Uses } from "./pipeline.ts";
import type { Problem } from "./problem.ts";

/** What is known of one valid pipeline manifest without resolving it again. */
export interface CompiledPipeline {
  readonly slug: Slug;
  readonly version: Version;
  readonly team: string | null;
  /** Path inside the repository. */
  readonly path: string;
  /** SHA-256 over everything that changes behaviour. */
  readonly content: Checksum;
  /** SHA-256 over the whole file. */
  readonly manifest: Checksum;
  /** RFC 8785 text that `manifest` is the checksum of, without the domain line. */
  readonly canonical: string;
  readonly uses: Uses;
  /** Channels that its `notify` steps name. */
  readonly channels: readonly string[];
  readonly callees: readonly Callee[];
  /** Step types it needs, without repetitions. */
  readonly stepTypes: readonly StepType[];
  /** By id, defaults filled in. */
  readonly triggers: readonly Trigger[];
}

/** All pipelines found at a revision: the valid ones, and what is wrong with the others. */
export interface Snapshot {
  readonly revision: Revision;
  /** Sorted by slug. */
  readonly pipelines: readonly CompiledPipeline[];
  readonly problems: readonly Problem[];
}

/** One environment manifest found on the control branch. */
export interface CompiledEnvironment {
  readonly slug: Slug;
  readonly path: string;
  /** SHA-256 of the canonical manifest. */
  readonly digest: Checksum;
  readonly environment: Environment;
}

/** All environments found at a revision of the control branch. */
export interface ControlSnapshot {
  readonly revision: Revision;
  readonly environments: readonly CompiledEnvironment[];
  /** Slugs (file names) whose manifests have errors, so that they are not taken for removed. */
  readonly broken: readonly Slug[];
  readonly problems: readonly Problem[];
}

/** One file of a revision, as git lists it. */
export interface RepositoryFile {
  readonly path: string;
  readonly objectId: ObjectId;
  readonly kind: "file" | "symlink" | "submodule";
}
