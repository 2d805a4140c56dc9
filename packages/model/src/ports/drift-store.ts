import type { Actor } from "../actor.ts";
import type { AssignedPipeline, DetectedDrift, Drift, DriftAcknowledgement, LivePipeline } from "../drift.ts";
import type { Checksum, Slug } from "../identifiers.ts";

export interface DriftStore {
  /** What the append-only history says is in force. */
  loadAssigned(environment: Slug): Promise<readonly AssignedPipeline[]>;
  /** What the rows contain; `rehashed` is computed from the stored text. */
  loadLive(environment: Slug): Promise<readonly LivePipeline[]>;
  /** Replaces the findings: keeps `since` of what was known, clears what is gone; tells what is new and gone. */
  saveFindings(
    environment: Slug,
    findings: readonly Drift[],
    detectedBy: string,
  ): Promise<{ readonly detected: number; readonly cleared: number }>;
  list(environment: Slug): Promise<readonly DetectedDrift[]>;
  /** `null` when there is no such difference (any more). */
  load(environment: Slug, id: string): Promise<DetectedDrift | null>;
  /**
   * Writes rows as the history says they are, in one transaction with its ledger entry. `texts` holds the canonical texts
   * of manifests that are gone or were edited, by checksum. Which differences are mended.
   */
  revert(request: {
    readonly environment: Slug;
    readonly ids: readonly string[];
    readonly texts: ReadonlyMap<Checksum, string>;
    readonly actor: Actor;
    readonly reason: string;
  }): Promise<readonly string[]>;
  /** With its ledger entry; `false` when there is no such difference (any more). */
  acknowledge(
    environment: Slug,
    id: string,
    acknowledgement: Omit<DriftAcknowledgement, "at" | "actor"> & { readonly actor: Actor },
  ): Promise<boolean>;
}
