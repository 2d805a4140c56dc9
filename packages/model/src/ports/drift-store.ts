import type { Actor } from "../actor.ts";
import type {
  AssignedPipeline,
  DetectedDrift,
  Drift,
  DriftAcknowledgement,
  DriftSides,
  LivePipeline,
} from "../drift.ts";
import type { Json, Slug } from "../identifiers.ts";
import type { CompiledPipeline } from "../snapshot.ts";

export interface DriftStore {
  /** What the append-only history says is in force. */
  loadAssigned(environment: Slug): Promise<readonly AssignedPipeline[]>;
  /** What the rows contain; `rehashed` is computed from the stored text. */
  loadLive(environment: Slug): Promise<readonly LivePipeline[]>;
  /** Both sides of everything, page by page; `conflict` when the environment is applied to again and again meanwhile. */
  readSides(environment: Slug): Promise<DriftSides>;
  /**
   * Replaces the findings: keeps `since` of what was known, clears what is gone. What is new and what is gone is told by
   * event and ledger entry in the same transaction, where `isReported` and unless it is acknowledged.
   */
  saveFindings(
    environment: Slug,
    findings: readonly Drift[],
    options: { readonly detectedBy: string; readonly isReported: boolean },
  ): Promise<{ readonly detected: number; readonly cleared: number }>;
  list(environment: Slug): Promise<readonly DetectedDrift[]>;
  /** `null` when there is no such difference (any more). */
  load(environment: Slug, id: string): Promise<DetectedDrift | null>;
  /**
   * Writes rows as the history says they are, in one transaction with its ledger entry. `manifests` are those that are
   * gone or were edited, compiled from git; one whose text does not hash to its checksum is not used. Gives the ids of
   * the differences that were mended.
   */
  revert(request: {
    readonly environment: Slug;
    readonly ids: readonly string[];
    readonly manifests: readonly CompiledPipeline[];
    readonly actor: Actor;
    readonly reason: string;
  }): Promise<readonly string[]>;
  /** With its ledger entry; `false` when there is no such difference (any more). */
  acknowledge(
    environment: Slug,
    id: string,
    acknowledgement: Omit<DriftAcknowledgement, "at" | "actor"> & { readonly actor: Actor },
  ): Promise<boolean>;
  /** Records that a difference was proposed as a change of git, and where; `false` when there is no such difference. */
  noteAdoption(
    environment: Slug,
    id: string,
    adoption: { readonly actor: Actor; readonly reason: string; readonly proposal: Json },
  ): Promise<boolean>;
}
