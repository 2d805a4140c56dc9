import {
  type ClaimedRun,
  type Clock,
  durationMilliseconds,
  fromTimestamp,
  type JournalEntry,
  type LogLine,
  type NewEvent,
  type NewRun,
  type RunTransition,
  type Step,
  type StepAttempt,
  toTimestamp,
  type WaitsFor,
} from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import { hasEnded, Journal } from "../journal.ts";
import type { Suspended } from "../steps/suspended.ts";
import { describeAttempt } from "./describe-attempt.ts";

interface Urgency {
  /** Whether it must be durable before the run goes on: an effect is about to happen, or has happened. */
  readonly isUrgent: boolean;
}

/** How an attempt ended, with the runs that it starts and nobody awaits. */
export type AttemptOutcome = Pick<StepAttempt, "state" | "output" | "error" | "usage"> & {
  readonly children?: readonly NewRun[];
};

/**
 * Rows in one entry of a long run of steps without effects: bounds memory, what a crash repeats, and the turn of the
 * event loop.
 */
const mostUnwritten = 256;

/** The journal of one claimed run with what of it is not durable yet. Of one attempt only the latest state is written. */
export class RunLedger {
  readonly journal: Journal;
  readonly #claimed: ClaimedRun;
  readonly #clock: Clock;
  #attempts = new Map<string, StepAttempt>();
  #logs: LogLine[] = [];
  #children: NewRun[] = [];
  #abandoned: string[] = [];
  #isUrgent = false;

  constructor(claimed: ClaimedRun, clock: Clock) {
    this.journal = new Journal(claimed.attempts);
    this.#claimed = claimed;
    this.#clock = clock;
  }

  /** Whether what is not durable yet must become so before the run goes on. */
  get isUrgent(): boolean {
    return this.#isUrgent || this.isFull;
  }

  /** Whether so much is not durable yet that it should be written before more happens. */
  get isFull(): boolean {
    return this.#attempts.size >= mostUnwritten;
  }

  record(row: StepAttempt, { isUrgent }: Urgency): void {
    this.journal.record(row);
    this.#attempts.set(`${row.step}/${row.item}/${row.attempt}`, row);
    this.#isUrgent ||= isUrgent;
    if (isAbandoning(row)) this.#abandoned.push(row.waitsFor.run);
    const line = describeAttempt(row, this.#timestamp(), isUrgent);
    if (line !== null) this.#logs.push(line);
  }

  /** Notes that an attempt starts now. */
  start({ step, item, attempt }: AttemptStart, urgency: Urgency): void {
    const row: StepAttempt = {
      run: this.#claimed.run.id,
      step,
      item,
      attempt,
      state: "running",
      output: null,
      error: null,
      startedAt: this.#timestamp(),
      endedAt: null,
      retryAt: null,
      usage: null,
      waitsFor: null,
      reply: null,
    };
    this.record(row, urgency);
  }

  /**
   * Notes how an attempt ended, unless the run has overtaken it by cancellation or `return`; then its children never
   * begin.
   */
  end(start: AttemptStart, outcome: AttemptOutcome, { isUrgent }: Urgency): void {
    const row = this.#openRow(start);
    if (row === null) return;
    const { children = [], ...ended } = outcome;
    const reply = row.reply === null ? null : { ...row.reply, result: null };
    this.#children.push(...children);
    const isWoken = row.waitsFor !== null;
    this.record(
      { ...row, ...ended, reply, endedAt: this.#timestamp() },
      { isUrgent: isUrgent || isWoken || children.length > 0 },
    );
  }

  /** Notes that an attempt goes on waiting, until the step's timeout where it names no instant. */
  suspend(
    start: AttemptStart,
    { waitsFor, until }: Suspended,
    more: { step: Step; children: readonly NewRun[] },
  ): void {
    const row = this.#openRow(start);
    if (row === null) return;
    const startedAt = row.startedAt === null ? this.#clock.now() : fromTimestamp(row.startedAt);
    const latest = until ?? startedAt + durationMilliseconds(more.step.timeout);
    this.#children.push(...more.children);
    this.record({ ...row, state: "waiting", waitsFor, retryAt: toTimestamp(latest) }, { isUrgent: true });
  }

  /** Takes in replies that came while the run was being executed. */
  hear(attempts: readonly StepAttempt[]): void {
    for (const { reply, ...attempt } of attempts) {
      const row = this.#openRow(attempt);
      if (row !== null && row.reply === null) this.journal.record({ ...row, reply });
    }
  }

  /** The row of an attempt that has not ended. */
  #openRow({ step, item, attempt }: Pick<StepAttempt, "step" | "item" | "attempt">): StepAttempt | null {
    const row = this.journal.of(step)?.tries.get(item)?.last;
    return row === undefined || row.attempt !== attempt || hasEnded(row) ? null : row;
  }

  log(step: string, level: LogLine["level"], message: string): void {
    this.#logs.push({ run: this.#claimed.run.id, step, at: this.#timestamp(), level, message });
  }

  /** Hands over what is not durable yet, for one write. */
  take(state: RunTransition | null, events: readonly NewEvent[]): JournalEntry {
    const { run, fencingToken } = this.#claimed;
    const entry = {
      run: run.id,
      fencingToken,
      attempts: [...this.#attempts.values()],
      logs: this.#logs,
      state,
      events,
      children: this.#children,
      abandoned: this.#abandoned,
    };
    this.#attempts = new Map();
    this.#logs = [];
    this.#children = [];
    this.#abandoned = [];
    this.#isUrgent = false;
    return entry;
  }

  #timestamp(): string {
    return toTimestamp(this.#clock.now());
  }
}

/** Whether the row gives up waiting for a run that goes on. */
function isAbandoning(
  row: StepAttempt,
): row is StepAttempt & { readonly waitsFor: Extract<WaitsFor, { readonly kind: "run" }> } {
  return (
    row.waitsFor?.kind === "run" &&
    row.reply === null &&
    (row.state === "cancelled" || row.state === "failed")
  );
}
