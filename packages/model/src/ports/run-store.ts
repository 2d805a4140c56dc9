import type { NewEvent } from "../event.ts";
import type { Json, Slug, Timestamp } from "../identifiers.ts";
import type {
  AttemptKey,
  ListedAttempt,
  LogLine,
  NewRun,
  OpenApproval,
  Run,
  RunError,
  RunSummary,
  StepAttempt,
} from "../run.ts";
import type { RunState } from "../states.ts";
import type { Page, PageRequest } from "./org-store.ts";

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
}

/** The journal. */
export interface RunStore {
  /**
   * Makes the run durable, with its `run.queued` event. The same idempotency key within 24 h returns the first run;
   * with another body it fails as `unprocessable` with code `IDEMPOTENCY_MISMATCH`. Fails as `quota-exceeded` with code
   * `QUOTA_EXCEEDED` or `CONCURRENCY_LIMIT` and a time to wait when a limit of its admission refuses it. `kept` is what
   * the journal begins with.
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
  /** The same without outputs of more than {@link inlineBytes}. */
  listAttempts(run: string): Promise<readonly ListedAttempt[]>;
  loadAttempt(key: AttemptKey): Promise<StepAttempt | null>;
  listLogs(
    run: string,
    filter: { readonly step: string | null; readonly level: LogLine["level"] | null },
    page: PageRequest,
  ): Promise<Page<LogLine>>;
  /** Newest first. */
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
