import type { Deploy } from "./deploy.ts";
import type { Slug, Timestamp, Version } from "./identifiers.ts";
import type { Run } from "./run.ts";
import type { RunState } from "./states.ts";

export type FinalRunState = Extract<RunState, "completed" | "failed" | "cancelled">;

/** Whose ends are asked for: `since` is included, `until` is not. */
export interface InsightSpan {
  readonly environments: readonly Slug[];
  /** `null` is all. */
  readonly slug: Slug | null;
  readonly since: Timestamp;
  readonly until: Timestamp;
}

/** Runs of one pipeline that ended the same way, side by side: several groups may be about the same ones. */
export interface EndedRuns {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly state: FinalRunState;
  /** Milliseconds since the epoch. */
  readonly endedAt: readonly number[];
  /** Milliseconds from the first start to the end; `null` for a run that never started. */
  readonly tookMs: readonly (number | null)[];
}

/** What ended in a span. */
export interface EndedSpan {
  readonly groups: readonly EndedRuns[];
  /** The instant from which on everything is in it: later than asked for where there was too much. */
  readonly since: Timestamp;
}

/** An applied deploy on a time line. */
export interface DeployMarker {
  readonly deploy: string;
  readonly environment: Slug;
  readonly sequence: number;
  readonly at: Timestamp;
  readonly intent: Deploy["intent"];
  readonly commit: Deploy["commit"];
  readonly actor: Deploy["actor"];
  /** How many pipelines got another version, or none. */
  readonly changes: number;
  /** Those pipelines by slug, the first {@link mostMarkedSlugs} of them; without a version they were retired. */
  readonly changed: readonly { readonly slug: Slug; readonly version: Version | null }[];
}

/** A deploy that changed more pipelines than this is taken as having changed everything. */
export const mostMarkedSlugs = 200;

/** How many of the newest runs that a filter leaves are in each state. */
export interface RunCounts {
  readonly states: Readonly<Record<RunState, number>>;
  /** Whether there are older ones, which were not counted. */
  readonly isCut: boolean;
}

/** How long one run took from its first start to its end. */
export interface RunDuration {
  readonly id: string;
  readonly slug: Slug;
  readonly environment: Slug;
  readonly state: FinalRunState;
  readonly createdAt: Timestamp;
  readonly durationMs: number;
  readonly version: Run["version"];
}

/** What became of plans in one environment. */
export interface DeployHistory {
  /** Merges that were applied, oldest first. */
  readonly applied: readonly AppliedMerge[];
  /** Plans that broke a rule. */
  readonly refused: number;
  readonly rollbacks: number;
}

export interface AppliedMerge {
  readonly deploy: string;
  readonly at: Timestamp;
  /** When its newest commit was made, by whoever made it. */
  readonly committedAt: Timestamp;
  readonly isUnverified: boolean;
  /** Whether a rollback took it out while it was the newest. */
  readonly isRolledBack: boolean;
}
