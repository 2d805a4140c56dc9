import type { Checksum, Slug, Timestamp, Version } from "./identifiers.ts";

export type DriftKind = "edited" | "extra" | "missing" | "config" | "unreachable";

/** A pipeline as the database rows really contain it, re-hashed. */
export interface LivePipeline {
  readonly slug: Slug;
  readonly version: Version;
  /** What the pointer row claims. */
  readonly manifest: Checksum;
  readonly content: Checksum;
  /** SHA-256 of the stored text; `null` when the text is gone. */
  readonly rehashed: Checksum | null;
}

/** What the append-only history says the environment runs. */
export interface AssignedPipeline {
  readonly slug: Slug;
  readonly version: Version;
  readonly manifest: Checksum;
  readonly content: Checksum;
}

/** One named difference between what was applied and what the rows contain. */
export interface Drift {
  readonly kind: DriftKind;
  readonly slug: Slug;
  readonly sentence: string;
  readonly applied: AssignedPipeline | null;
  readonly live: LivePipeline | null;
}

/** A difference with the instants between which it was seen. */
export interface DetectedDrift extends Drift {
  readonly environment: Slug;
  readonly since: Timestamp;
  readonly detectedBy: string;
}
