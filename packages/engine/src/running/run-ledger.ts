import {
  type ClaimedRun,
  type Clock,
  type JournalEntry,
  type LogLine,
  type NewEvent,
  type RunTransition,
  type StepAttempt,
  toTimestamp,
} from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import { hasEnded, Journal } from "../journal.ts";
import { describeAttempt } from "./describe-attempt.ts";

interface Urgency {
  /** Whether it must be durable before the run goes on: an effect is about to happen, or has happened. */
  readonly isUrgent: boolean;
}

/** How an attempt ended. */
export type AttemptOutcome = Pick<StepAttempt, "state" | "output" | "error" | "usage">;

/** The journal of one claimed run with what of it is not durable yet. Of one attempt only the latest state is written. */
export class RunLedger {
  readonly journal: Journal;
  readonly #claimed: ClaimedRun;
  readonly #clock: Clock;
  #attempts = new Map<string, StepAttempt>();
  #logs: LogLine[] = [];
  #isUrgent = false;

  constructor(claimed: ClaimedRun, clock: Clock) {
    this.journal = new Journal(claimed.attempts);
    this.#claimed = claimed;
    this.#clock = clock;
  }

  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  record(row: StepAttempt, { isUrgent }: Urgency): void {
    this.journal.record(row);
    this.#attempts.set(`${row.step}/${row.item}/${row.attempt}`, row);
    this.#isUrgent ||= isUrgent;
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
    };
    this.record(row, urgency);
  }

  /** Notes how an attempt ended, unless the run has overtaken it by cancellation or `return`. */
  end(start: AttemptStart, outcome: AttemptOutcome, urgency: Urgency): void {
    const row = this.journal.of(start.step)?.tries.get(start.item)?.last;
    if (row === undefined || row.attempt !== start.attempt || hasEnded(row)) return;
    this.record({ ...row, ...outcome, endedAt: this.#timestamp() }, urgency);
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
    };
    this.#attempts = new Map();
    this.#logs = [];
    this.#isUrgent = false;
    return entry;
  }

  #timestamp(): string {
    return toTimestamp(this.#clock.now());
  }
}
