import type { Slug, Timestamp } from "../identifiers.ts";
import type {
  DeployHistory,
  DeployMarker,
  EndedSpan,
  InsightSpan,
  RunCounts,
  RunDuration,
} from "../insight.ts";
import type { AttemptSpan } from "../run.ts";
import type { RunFilter } from "./run-store.ts";

/** How runs and deploys do, over time. */
export interface InsightStore {
  /** Runs that ended in a span; about the newest `limit` of each environment. */
  loadEnded(span: InsightSpan, limit: number): Promise<EndedSpan>;
  /** Deploys that were applied in a span, newest first; with a slug only those that changed it. */
  listMarkers(span: InsightSpan, limit: number): Promise<readonly DeployMarker[]>;
  /** By state, whatever states the filter names. */
  countRuns(filter: RunFilter): Promise<RunCounts>;
  /** The newest runs that started and ended. */
  listDurations(filter: RunFilter, limit: number): Promise<readonly RunDuration[]>;
  /** What a run did, in the order in which it began; what never began comes first. */
  listSpans(run: string, limit: number): Promise<readonly AttemptSpan[]>;
  loadDeployHistory(environment: Slug, since: Timestamp): Promise<DeployHistory>;
}
