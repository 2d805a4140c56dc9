import type { Commit, Deploy } from "../deploy.ts";
import type { DriftKind, DriftPart } from "../drift.ts";
import type { Checksum, Revision, Slug, Timestamp, Version } from "../identifiers.ts";
import type { Change } from "../plan.ts";
import type { OpenApproval } from "../run.ts";
import type { DeployState, RunState } from "../states.ts";

/** How the newest runs of what is in force ended: at most 20, newest first. Cancelled runs say nothing. */
export interface RecentOutcomes {
  readonly slug: Slug;
  /** What is in force, and what all these runs executed. */
  readonly content: Checksum;
  readonly runs: readonly { readonly failed: boolean; readonly endedAt: Timestamp }[];
}

/** Which pipelines' runs ended behind an event. */
export interface EndedSince {
  /** Highest event id that was looked at. */
  readonly lastId: number;
  /** Whether nothing behind the asked event was missed; else everything has to be read again. */
  readonly isComplete: boolean;
  readonly ended: readonly { readonly environment: Slug; readonly slug: Slug }[];
}

/** The newest run of a pipeline, whatever it executed. */
export interface LastRun {
  readonly slug: Slug;
  readonly id: string;
  readonly state: RunState;
  readonly createdAt: Timestamp;
  readonly endedAt: Timestamp | null;
}

/** A named difference without its two sides. */
export interface DriftHead {
  readonly id: string;
  readonly environment: Slug;
  readonly kind: DriftKind;
  readonly part: DriftPart;
  readonly slug: Slug;
  readonly sentence: string;
  readonly since: Timestamp;
  readonly isAcknowledged: boolean;
  /** What an `extra` pipeline's row says; `null` for other kinds. */
  readonly live: {
    readonly version: Version;
    readonly content: Checksum;
    readonly manifest: Checksum;
    readonly team: string | null;
    readonly since: Timestamp;
  } | null;
}

/** A deploy without its plan and verdicts, which may be large. */
export interface DeployHead {
  readonly id: string;
  readonly environment: Slug;
  readonly intent: Deploy["intent"];
  readonly state: DeployState;
  readonly revision: Revision;
  readonly because: string;
  readonly commit: Commit;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** An approval step that waits, with who must not answer it. */
export interface AskedApproval {
  readonly question: OpenApproval;
  /** Who started the run, and the runs that it takes up. */
  readonly starters: readonly string[];
}

/** What the dashboard's home asks: many small facts at once. */
export interface DashboardStore {
  /** Of all pipelines in force in an environment, or of those named. */
  loadOutcomes(environment: Slug, slugs: readonly Slug[] | null): Promise<readonly RecentOutcomes[]>;
  /** Pipelines whose runs completed or failed behind the event `after`, those of events without a number yet included. */
  loadEndedSince(after: number): Promise<EndedSince>;
  loadLastRuns(environment: Slug, slugs: readonly Slug[]): Promise<readonly LastRun[]>;
  /**
   * How many contents of each pipeline `from` applied since it had what `to` has now; all that it ever applied where `to`
   * has none of them.
   */
  countAhead(from: Slug, to: Slug, slugs: readonly Slug[]): Promise<ReadonlyMap<Slug, number>>;
  listDriftHeads(environment: Slug): Promise<readonly DriftHead[]>;
  /** Titles by manifest; one that is gone or cannot be read has none. */
  loadTitles(manifests: readonly Checksum[]): Promise<ReadonlyMap<Checksum, string>>;
  /** The newest deploy on its way, else the deploy `known`. */
  loadCurrentDeploy(environment: Slug, known: string | null): Promise<DeployHead | null>;
  /** What the plan of a deploy changes; empty when there is no such deploy. */
  loadChanges(deploy: string): Promise<readonly Change[]>;
  /** Newest first, at most `limit` of each environment. */
  listDeployHeads(environments: readonly Slug[], limit: number): Promise<readonly DeployHead[]>;
  /** Deploys whose id or revision begins so, newest first. */
  searchDeploys(prefix: string, limit: number): Promise<readonly DeployHead[]>;
  /** What waits for people, oldest run first, at most `limit`. */
  listAsked(environments: readonly Slug[] | null, limit: number): Promise<readonly AskedApproval[]>;
}
