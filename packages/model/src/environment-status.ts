import type { Environment, Tier } from "./environment.ts";
import type { Checksum, Revision, Slug, Timestamp } from "./identifiers.ts";
import type { Problem } from "./problem.ts";
import type { SyncState } from "./states.ts";

/** What the controller last found out about an environment; written once at the end of each reconcile. */
export interface EnvironmentFindings {
  readonly state: SyncState;
  readonly because: string;
  readonly next: string;
  /** Earliest instant at which a closed gate may open by itself. A stored timer. */
  readonly opensAt: Timestamp | null;
  /** When the waiting plan will be applied, if nothing but time passes. */
  readonly predictedAt: Timestamp | null;
  readonly problems: readonly Problem[];
  readonly branch: string | null;
  readonly desiredRevision: Revision | null;
  readonly desiredControlRevision: Revision | null;
  /** The deploy that carries the desired state, while it is on its way. */
  readonly deploy: string | null;
  /** Consecutive faults; 0 after a success. */
  readonly failures: number;
  /** When the next try after a fault is due. A stored timer. */
  readonly retryAt: Timestamp | null;
  readonly removed: boolean;
}

/** An environment's row: what is in force and what was last found out. */
export interface EnvironmentStatus extends EnvironmentFindings {
  readonly slug: Slug;
  readonly title: string;
  readonly tier: Tier;
  /** Last time the controller finished looking. */
  readonly observedAt: Timestamp | null;
  /** Grows with each apply; 0 before the first. */
  readonly sequence: number;
  readonly appliedRevision: Revision | null;
  readonly appliedControlRevision: Revision | null;
  readonly appliedDeploy: string | null;
  readonly appliedAt: Timestamp | null;
  /** The configuration in force; `null` before the first apply. */
  readonly policy: Environment | null;
  readonly policyDigest: Checksum | null;
  /** Grows with each thing that a person does about it. */
  readonly acts: number;
  /** When an admin took it out of service. */
  readonly retiredAt: Timestamp | null;
  readonly createdAt: Timestamp;
}
