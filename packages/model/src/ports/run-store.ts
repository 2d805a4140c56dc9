import type { NewEvent } from "../event.ts";
import type { Json, Slug, Timestamp } from "../identifiers.ts";
import type { LogLine, NewRun, Run, RunError, StepAttempt } from "../run.ts";
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
}

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
   * with another body it fails as `unprocessable` with code `IDEMPOTENCY_MISMATCH`.
   */
  create(run: NewRun): Promise<{ readonly run: Run; readonly isNew: boolean }>;
  /** Takes queued runs, waiting runs whose time has come, and running runs whose lease ended; higher priority and older first. */
  claim(request: {
    readonly holder: string;
    readonly queues: readonly string[] | null;
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly ClaimedRun[]>;
  /** Takes those of the named runs that anyone could take, and those that this holder has already. */
  claimNamed(request: {
    readonly holder: string;
    readonly ids: readonly string[];
    readonly leaseMs: number;
  }): Promise<readonly ClaimedRun[]>;
  /** Prolongs leases; returns the ids that are still this holder's, each with whether its cancellation was asked for. */
  renew(
    holder: string,
    runs: readonly string[],
    leaseMs: number,
  ): Promise<ReadonlyMap<string, { readonly cancelRequested: boolean }>>;
  /** Gives claimed runs back unchanged so that another runner may take them at once. */
  release(holder: string, runs: readonly string[]): Promise<void>;
  /** One transaction for all entries; per entry whether it was written or its token was too old. */
  write(entries: readonly JournalEntry[]): Promise<readonly ("written" | "fenced")[]>;
  load(id: string): Promise<Run | null>;
  loadAttempts(run: string): Promise<readonly StepAttempt[]>;
  listLogs(
    run: string,
    filter: { readonly step: string | null; readonly level: LogLine["level"] | null },
    page: PageRequest,
  ): Promise<Page<LogLine>>;
  /** Newest first. */
  list(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  /** When the earliest waiting run or lease is due; `null` when none is. */
  nextDue(): Promise<Timestamp | null>;
  counts(): Promise<Readonly<Record<RunState, number>>>;
  requestCancel(id: string): Promise<boolean>;
}
