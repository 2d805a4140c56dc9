import { isFinal, type StepAttempt, stepStates } from "@lockstep/model";

/** What the journal says of one step, or of one item of its `forEach`. */
export interface Tries {
  /** The one with the highest number. */
  readonly last: StepAttempt;
  /** How many failed. */
  readonly failures: number;
  /** How many were lost with their worker. */
  readonly lost: number;
}

/** What the journal says of one step. */
export interface StepJournal {
  /** The row with item -1 and attempt 0: the step's own word, where it is more than its last attempt's. */
  readonly verdict: StepAttempt | null;
  /** By item; -1 for a step without `forEach`. */
  readonly tries: ReadonlyMap<number, Tries>;
  /** Attempts that were started. */
  readonly attempts: number;
  /** Items of which something was recorded, in that order; only grows. */
  readonly changes: readonly number[];
}

interface MutableStepJournal extends StepJournal {
  verdict: StepAttempt | null;
  readonly tries: Map<number, Tries>;
  attempts: number;
  readonly changes: number[];
  readonly rows: Map<string, StepAttempt>;
}

/** The rows of one run by step. Rows may come in any order; the latest row of an attempt replaces an earlier one. */
export class Journal {
  readonly #steps = new Map<string, MutableStepJournal>();
  #size = 0;

  constructor(rows: readonly StepAttempt[]) {
    for (const row of [...rows].sort((a, b) => a.attempt - b.attempt)) this.record(row);
  }

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  of(step: string): StepJournal | undefined {
    return this.#steps.get(step);
  }

  record(row: StepAttempt): void {
    const step = this.#stepOf(row.step);
    const key = `${row.item}/${row.attempt}`;
    const before = step.rows.get(key);
    if (before === undefined) this.#size += 1;
    step.rows.set(key, row);
    if (row.item === -1 && row.attempt === 0) step.verdict = row;
    else countTry(step, row, before);
  }

  #stepOf(id: string): MutableStepJournal {
    let step = this.#steps.get(id);
    if (step === undefined) {
      step = { verdict: null, tries: new Map(), attempts: 0, changes: [], rows: new Map() };
      this.#steps.set(id, step);
    }
    return step;
  }
}

function countTry(step: MutableStepJournal, row: StepAttempt, before: StepAttempt | undefined): void {
  const tries = step.tries.get(row.item);
  if (row.item >= 0) step.changes.push(row.item);
  step.tries.set(row.item, {
    last: tries === undefined || tries.last.attempt <= row.attempt ? row : tries.last,
    failures: (tries?.failures ?? 0) + Number(row.state === "failed") - Number(before?.state === "failed"),
    lost: (tries?.lost ?? 0) + Number(row.state === "cancelled") - Number(before?.state === "cancelled"),
  });
  step.attempts += Number(wasStarted(row)) - Number(before !== undefined && wasStarted(before));
}

function wasStarted({ state, waitsFor }: StepAttempt): boolean {
  return state !== "pending" && (state !== "waiting" || waitsFor !== null);
}

/** Whether nothing more happens in the row. */
export function hasEnded({ state }: StepAttempt): boolean {
  return isFinal(stepStates, state);
}
