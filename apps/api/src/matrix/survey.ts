import type {
  AppliedPipeline,
  Change,
  DeployHead,
  DriftHead,
  RecentOutcomes,
  Slug,
  Timestamp,
} from "@lockstep/model";

import type { Rung } from "./promotion-ladder.ts";

/** All that the cells of one environment follow from. */
export interface SurveyedEnvironment extends Rung {
  /** What was applied, from append-only history. */
  readonly pipelines: ReadonlyMap<Slug, AppliedPipeline>;
  /** What differs from it, oldest first. */
  readonly drift: readonly DriftHead[];
  /** The deploy on its way or at its bad end; `null` when there is none. */
  readonly deploy: DeployHead | null;
  /** What that deploy changes, by slug; empty when it cannot be applied any more because it was, or was superseded. */
  readonly changes: ReadonlyMap<Slug, Change>;
  readonly outcomes: ReadonlyMap<Slug, RecentOutcomes>;
}

/** The whole matrix before it is judged. */
export interface Survey {
  /** The database's clock. */
  readonly now: Timestamp;
  /** By the promotion ladder, lower environments first. */
  readonly environments: readonly SurveyedEnvironment[];
}
