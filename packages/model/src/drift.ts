import type { Checksum, Slug, Timestamp, Version } from "./identifiers.ts";

/**
 * `edited`, `extra` and `missing` pipelines; `config` is anything else that decides what runs (policy, triggers, callee
 * locks); `unreachable` is a row whose manifest is gone or cannot be read.
 */
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
  /** The pipeline's slug; the environment's own for its policy. */
  readonly slug: Slug;
  readonly sentence: string;
  readonly applied: AssignedPipeline | null;
  readonly live: LivePipeline | null;
}

/** A difference with the instants between which it was seen. */
export interface DetectedDrift extends Drift {
  readonly environment: Slug;
  /** Names the difference in the API; stays the same while it does. */
  readonly id: string;
  readonly since: Timestamp;
  readonly detectedBy: string;
  /** Who changed the rows and when, as far as the database knows. */
  readonly edit: RowEdit | null;
  readonly acknowledgement: DriftAcknowledgement | null;
}

/** A change of guarded rows that was not Lockstep's. */
export interface RowEdit {
  readonly at: Timestamp;
  /** Database role; `null` on SQLite, which has none. */
  readonly role: string | null;
  readonly operation: "INSERT" | "UPDATE" | "DELETE";
}

/** A difference that somebody knows about. It counts again after `until`, or when it becomes another one. */
export interface DriftAcknowledgement {
  readonly until: Timestamp;
  readonly reason: string;
  readonly actor: string;
  readonly at: Timestamp;
}
