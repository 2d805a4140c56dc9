import type { Checksum, Revision, Slug, Timestamp, Version } from "./identifiers.ts";
import type { PinnedCallee } from "./run.ts";

/**
 * `edited`, `extra` and `missing` pipelines; `config` is anything else that decides what runs (policy, triggers, callee
 * locks); `unreachable` is a row whose manifest is gone or cannot be read.
 */
export type DriftKind = "edited" | "extra" | "missing" | "config" | "unreachable";

/** Which rows differ: a pipeline's pointer or manifest, the environment's own row, a trigger's, a callee lock's. */
export type DriftPart = "pipeline" | "environment" | "trigger" | "lock";

/** What the append-only history says the environment runs. */
export interface AssignedPipeline {
  readonly slug: Slug;
  readonly version: Version;
  readonly manifest: Checksum;
  readonly content: Checksum;
  readonly team: string | null;
  readonly path: string;
  readonly deploy: string;
  readonly since: Timestamp;
}

/** A pipeline as the database rows really contain it, re-hashed. */
export interface LivePipeline extends AssignedPipeline {
  /** SHA-256 of the stored text; `null` when the text is gone. */
  readonly rehashed: Checksum | null;
  /** Whether the stored text is a JSON text. */
  readonly isReadable: boolean;
  /** What the row of the stored manifest says it is; `null` when it is gone. */
  readonly stored: { readonly slug: Slug; readonly version: Version; readonly content: Checksum } | null;
}

/** What an environment's row says is in force; the policy as stored text. */
export interface EnvironmentInForce {
  readonly sequence: number;
  readonly revision: Revision | null;
  readonly controlRevision: Revision | null;
  readonly deploy: string | null;
  readonly at: Timestamp | null;
  readonly policy: string | null;
  readonly policyDigest: Checksum | null;
}

/** A trigger in force, without its place in time. */
export interface ArmedTrigger {
  readonly slug: Slug;
  readonly trigger: string;
  readonly type: string;
  readonly source: string | null;
  /** RFC 8785 text. */
  readonly definition: string;
  readonly enabled: boolean;
}

/** All that decides what runs in one environment. `environment` is `null` before the first apply, or when its row is gone. */
interface DriftSide<Row extends AssignedPipeline> {
  readonly environment: EnvironmentInForce | null;
  readonly pipelines: readonly Row[];
  readonly triggers: readonly ArmedTrigger[];
  readonly locks: readonly PinnedCallee[];
}

/** What was applied, from append-only history, and what the rows contain, both of one instant between two applies. */
export interface DriftSides {
  readonly applied: DriftSide<AssignedPipeline>;
  readonly live: DriftSide<LivePipeline>;
}

/** One field that differs, as JSON or as text; `null` where that side has no such row. */
export interface RowDifference {
  readonly field: string;
  readonly applied: string | null;
  readonly live: string | null;
}

/** One named difference between what was applied and what the rows contain. */
export interface Drift {
  /** Names the difference: digest over environment, kind, slug and what differs. */
  readonly id: string;
  readonly kind: DriftKind;
  /** The pipeline's slug; the environment's own for its row; the caller's for a lock. */
  readonly slug: Slug;
  readonly part: DriftPart;
  /** The trigger's id, or `callee@range` of a lock. */
  readonly name: string | null;
  readonly sentence: string;
  /** Long values are cut. */
  readonly differences: readonly RowDifference[];
  readonly applied: AssignedPipeline | null;
  readonly live: LivePipeline | null;
}

/** A difference with the instants between which it was seen. */
export interface DetectedDrift extends Drift {
  readonly environment: Slug;
  readonly since: Timestamp;
  readonly detectedBy: string;
  /** Who changed the rows and when, as far as the database knows. */
  readonly edit: RowEdit | null;
  /** `null` when nobody acknowledged it, or not any more. */
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
