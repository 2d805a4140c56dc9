import type { AssignedPipeline, DetectedDrift, Drift, LivePipeline } from "../drift.ts";
import type { Slug } from "../identifiers.ts";

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
}
