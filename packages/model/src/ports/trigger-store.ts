import type { Slug, Timestamp } from "../identifiers.ts";
import type { CronTrigger } from "../pipeline.ts";
import type { NewRun, Run } from "../run.ts";
import type {
  AppliedTrigger,
  Firing,
  FiringName,
  FiringReason,
  FiringState,
  NewFiring,
  RaisedEvent,
} from "../trigger.ts";
import type { Page, PageRequest } from "./page.ts";

/** A schedule that was looked at: where it stands now, and what is due. */
export interface ScheduleAdvance {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly trigger: string;
  /** Must still be the trigger's: a deploy that changed it meanwhile wins. */
  readonly since: Timestamp;
  readonly cursorAt: Timestamp;
  readonly nextAt: Timestamp;
  /** Oldest first. */
  readonly due: readonly NewFiring[];
  /** The last of the instants that are too old to be made up for. */
  readonly missed: { readonly firing: NewFiring; readonly reason: FiringReason } | null;
}

/** What a firing asks for when it starts its run. */
export interface FiringStart {
  readonly firing: NewFiring;
  readonly run: NewRun;
  /** `allow` starts whatever else runs. */
  readonly overlap: CronTrigger["overlap"];
  /** Something that may be used once within 24 h, such as a signature. */
  readonly once: { readonly scope: string; readonly key: string } | null;
}

export type FiringStarted =
  | { readonly outcome: "started"; readonly run: Run }
  /**
   * Settled before, or the same request again; `run` is the one it started, `null` when it started none. `isReplay`
   * tells that what may be used once was used before.
   */
  | { readonly outcome: "duplicate"; readonly run: Run | null; readonly isReplay: boolean }
  /** A run of the same trigger has not ended. */
  | { readonly outcome: "overlapping" }
  /** An older firing of the same trigger has not had its turn. */
  | { readonly outcome: "later" }
  /** The trigger is not in force any more, or not enabled. */
  | { readonly outcome: "gone" };

/** What becomes of a pending firing without a run; another try does not count when it only waits for its turn. */
export type FiringSettlement =
  | { readonly state: "skipped" | "failed"; readonly reason: FiringReason }
  | {
      readonly state: "pending";
      readonly reason: FiringReason;
      readonly afterMs: number;
      readonly isCounted: boolean;
    };

export interface FiringFilter {
  readonly environment: Slug;
  readonly slug: Slug | null;
  readonly trigger: string | null;
  readonly states: readonly FiringState[];
}

/** Which triggers are in force, and each time one fired. All instants are the database's. */
export interface TriggerStore {
  load(environment: Slug, slug: Slug, trigger: string): Promise<AppliedTrigger | null>;
  /** By slug and id. */
  list(environment: Slug, slug: Slug | null, page: PageRequest): Promise<Page<AppliedTrigger>>;
  /** Enabled schedules whose instant has come or is not worked out, or which stand ahead of a clock that was set back. */
  listDueSchedules(limit: number): Promise<readonly AppliedTrigger[]>;
  /** Moves schedules on and makes what is due pending, in one transaction. An instant that is known stays as it is. */
  advanceSchedules(advances: readonly ScheduleAdvance[]): Promise<void>;
  /**
   * Makes one pending firing for each enabled trigger that listens. The same id again changes nothing; with another
   * name or other data it fails as `unprocessable` with code `IDEMPOTENCY_MISMATCH`. `leaseMs` keeps others from it.
   */
  raise(environment: Slug, event: RaisedEvent, leaseMs: number): Promise<readonly Firing[]>;
  listFiringsOfEvent(environment: Slug, event: string): Promise<readonly Firing[]>;
  /** Takes pending firings whose time has come; nobody else gets them until the lease ends. Oldest first. */
  claimFirings(limit: number, leaseMs: number): Promise<readonly Firing[]>;
  /** Settles the firing as started and makes its run, in one transaction. A firing that is not known yet is added. */
  start(start: FiringStart): Promise<FiringStarted>;
  /** Settles or puts off a pending firing; `false` when somebody else settled it. */
  settle(name: FiringName, settlement: FiringSettlement): Promise<boolean>;
  /** Writes down a firing that failed before it was pending. */
  recordFailure(firing: NewFiring, reason: FiringReason): Promise<void>;
  /** Newest first. */
  listFirings(filter: FiringFilter, page: PageRequest): Promise<Page<Firing>>;
  /** When the next schedule or firing is due; `null` when none is. */
  nextDue(): Promise<Timestamp | null>;
  /** Removes settled firings older than the instant. */
  prune(before: Timestamp): Promise<number>;
}
