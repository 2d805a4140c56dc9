import type { NewEvent } from "../event.ts";
import type { Json, Slug, Timestamp } from "../identifiers.ts";
import type {
  AttemptKey,
  Erasure,
  ListedAttempt,
  LogLevel,
  LogLine,
  NewErasure,
  NewRun,
  OpenApproval,
  Run,
  RunError,
  RunHead,
  RunSummary,
  StepAttempt,
  StoredLogLine,
} from "../run.ts";
import type { RunState } from "../states.ts";
import type { Page, PageRequest } from "./page.ts";

/** A run that a runner owns until its lease ends. */
export interface ClaimedRun {
  readonly run: Run;
  /** Every write carries it; an older token is refused. */
  readonly fencingToken: number;
  readonly attempts: readonly StepAttempt[];
}

/** What one run makes durable together. */
export interface JournalEntry {
  readonly run: string;
  readonly fencingToken: number;
  /** New attempts, and ends of started ones. An attempt that already ended is never changed. */
  readonly attempts: readonly StepAttempt[];
  readonly logs: readonly LogLine[];
  /** `null` while the run goes on as it is. A final or waiting state gives the claim back. */
  readonly state: RunTransition | null;
  readonly events: readonly NewEvent[];
  /** Runs that steps start. They come into being with this entry or not at all. */
  readonly children: readonly NewRun[];
  /** Awaited runs that nobody waits for any more: cancelled with this entry. */
  readonly abandoned: readonly string[];
}

/** Replies that came for a run, and when that was asked. */
export interface Replies {
  /** Every reply given before this instant, by the database's clock, is among the attempts. */
  readonly at: Timestamp;
  /** Waiting attempts with the reply that they have not taken up. */
  readonly attempts: readonly StepAttempt[];
}

/** A person's answer to one attempt of an `approval` step. */
export interface ApprovalAnswer extends Pick<StepAttempt, "run" | "step" | "item" | "attempt"> {
  readonly by: string;
  readonly output: Json;
}

export type AnswerOutcome = "accepted" | "answered" | "expired" | "not-waiting";

export type RunTransition =
  | { readonly to: "running" }
  | { readonly to: "waiting"; readonly wakeAt: Timestamp | null }
  | { readonly to: "completed"; readonly output: Json }
  | { readonly to: "failed"; readonly error: RunError }
  | { readonly to: "cancelled"; readonly error: RunError };

export interface RunFilter {
  readonly environment: Slug | null;
  readonly slug: Slug | null;
  readonly states: readonly RunState[];
  readonly version: string | null;
  readonly deploy: string | null;
  readonly trigger?: Run["trigger"]["type"];
  readonly team?: string;
  readonly queue?: string;
  /** Accepted at or after this instant. */
  readonly since?: Timestamp;
  /** Accepted before this instant. */
  readonly until?: Timestamp;
  /** Beginning of the id. */
  readonly search?: string;
  /** Newest first unless told. */
  readonly order?: "newest" | "oldest";
}

export interface LogFilter {
  readonly step: string | null;
  /** All of them when empty. */
  readonly levels: readonly LogLevel[];
  readonly since?: Timestamp;
  /** Only what tells of the life of steps. */
  readonly isEventOnly?: boolean;
  /** Only lines above this position. */
  readonly after?: number;
}

export interface AttemptFilter {
  readonly step: string | null;
  readonly item: number | null;
  readonly attempt: number | null;
  /** Whether the items of `forEach` are among them. */
  readonly hasItems: boolean;
}

/** Which runs a sweep looks at: those accepted before an instant, a page at a time, oldest first. */
export interface SweepRequest {
  readonly environment: Slug;
  readonly before: Timestamp;
  /** Continue after this id. */
  readonly after: string | null;
  readonly limit: number;
}

/** What a sweep needs to know of a run. */
export interface SweptRun {
  readonly id: string;
  /** `null` while it has not ended. */
  readonly endedAt: Timestamp | null;
  readonly isErased: boolean;
}

/** What is kept of runs that have ended. Runs that have not are never touched. */
export interface RetentionStore {
  listForSweep(request: SweepRequest): Promise<readonly SweptRun[]>;
  /**
   * Removes ended runs with their journals, at most `rows` rows of each kind in one transaction; whether all of it is
   * gone. Erasures stay.
   */
  remove(runs: readonly string[], rows: number): Promise<boolean>;
  /**
   * Removes input, output, logs and what errors say of an ended run, and records that. The run, its steps and its
   * provenance stay. `null` when there is no such run or it has not ended; an erased run gives its first erasure.
   */
  erase(erasure: NewErasure): Promise<Erasure | null>;
  /** Newest first. */
  listErasures(
    filter: { readonly environment: Slug | null; readonly run: string | null },
    page: PageRequest,
  ): Promise<Page<Erasure>>;
}

/** The journal. */
export interface RunStore {
  /**
   * Makes the run durable, with its `run.queued` event. The same idempotency key within 24 h returns the first run;
   * with another body it fails as `unprocessable` with code `IDEMPOTENCY_MISMATCH`. Fails as `quota-exceeded` with code
   * `QUOTA_EXCEEDED` or `CONCURRENCY_LIMIT` and a time to wait when a limit of its admission refuses it. `kept` is what
   * the journal begins with; where there is any, the files of the run that is taken up are copied.
   */
  create(run: NewRun, kept?: readonly StepAttempt[]): Promise<{ readonly run: Run; readonly isNew: boolean }>;
  /**
   * Takes running runs whose lease ended, then queued runs and waiting ones whose time has come: teams in turn, within
   * a team higher priority and older first, never more than `concurrentRuns` and concurrency keys allow.
   */
  claim(request: {
    readonly holder: string;
    readonly queues: readonly string[] | null;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedRun[]>;
  /** Prolongs leases; returns the ids that are still this holder's, each with what its runner must hear of. */
  renew(
    holder: string,
    runs: readonly string[],
    leaseMs: number,
  ): Promise<ReadonlyMap<string, { readonly cancelRequested: boolean; readonly hasReplies: boolean }>>;
  /** Gives claimed runs back unchanged so that another runner may take them at once. */
  release(holder: string, runs: readonly string[]): Promise<void>;
  /** One transaction for all entries; per entry whether it was written or its token was too old. */
  write(entries: readonly JournalEntry[]): Promise<readonly ("written" | "fenced")[]>;
  load(id: string): Promise<Run | null>;
  loadAttempts(run: string): Promise<readonly StepAttempt[]>;
  /** One attempt with its output, however large. */
  loadAttempt(key: AttemptKey): Promise<StepAttempt | null>;
  /** In the order in which they started; outputs above `largestOutput` bytes stay behind. */
  listAttempts(
    run: string,
    filter: AttemptFilter & { readonly largestOutput: number },
    page: PageRequest,
  ): Promise<Page<ListedAttempt>>;
  /** Oldest first. */
  listLogs(run: string, filter: LogFilter, page: PageRequest): Promise<Page<StoredLogLine>>;
  /** How far these runs have come; one that is gone is missing. */
  loadHeads(runs: readonly string[]): Promise<readonly RunHead[]>;
  /** Newest first unless the filter says otherwise. */
  list(filter: RunFilter, page: PageRequest): Promise<Page<RunSummary>>;
  /** When the earliest waiting run or lease is due; `null` when none is. */
  nextDue(): Promise<Timestamp | null>;
  counts(): Promise<Readonly<Record<RunState, number>>>;
  /**
   * Cancels a run and the runs it awaits: at once where none of them is with a runner, which else hears of it when it
   * renews. False when it was over before.
   */
  requestCancel(id: string): Promise<boolean>;
  /** Replies that a run's attempts have not taken up yet; waits for replies that are being written. */
  loadReplies(run: string): Promise<Replies>;
  /** Journals an answer once and wakes the run; only before the attempt expires, by the database's clock. */
  answer(answer: ApprovalAnswer): Promise<AnswerOutcome>;
  /** The newest attempt of a step or item; null when there is none. */
  loadLastAttempt(run: string, step: string, item: number): Promise<StepAttempt | null>;
  /** What people are asked for, longest waiting first. */
  listApprovals(
    filter: { readonly environment: Slug | null; readonly run: string | null },
    page: PageRequest,
  ): Promise<Page<OpenApproval>>;
}
