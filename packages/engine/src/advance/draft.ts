import {
  type Json,
  type Reply,
  type RunError,
  type StepAttempt,
  type StepState,
  toTimestamp,
} from "@lockstep/model";

import { hasEnded, type Journal, type StepJournal } from "../journal.ts";
import type { PipelineGraph } from "../pipeline-graph.ts";
import type { RunEvaluator } from "./run-evaluator.ts";
import type { Signal } from "./signal.ts";
import type { StepView } from "./step-view.ts";

/** An attempt that may start now. */
export interface AttemptStart {
  readonly step: string;
  /** -1 for a step without `forEach`. */
  readonly item: number;
  readonly attempt: number;
  /** The item; null for a step without `forEach`. */
  readonly value: Json;
}

/** What came for an attempt that waited: a reply, or the end of its time. */
export interface Arrival extends AttemptStart {
  readonly result: NonNullable<Reply["result"]>;
}

/** Everything a decision looks at. */
export interface AdvanceRequest {
  readonly graph: PipelineGraph;
  readonly journal: Journal;
  readonly run: {
    readonly id: string;
    /** Milliseconds since the epoch. */
    readonly deadlineAt: number;
    readonly cancelRequested: boolean;
  };
  readonly evaluate: RunEvaluator;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Every reply given before this instant is in the journal; in milliseconds, by the database's clock. */
  readonly heardAt: number;
}

/** A decision in the making: one walk over the steps in dependency order. */
export interface Draft extends AdvanceRequest {
  readonly records: StepAttempt[];
  readonly starts: AttemptStart[];
  readonly arrivals: Arrival[];
  /** Ended steps, as expressions see them. */
  readonly views: Map<string, StepView>;
  readonly signals: Map<string, Signal>;
  /** Steps that have not ended. */
  open: number;
  wakeAt: number | null;
  /** Before more is decided, replies up to this instant must be looked for. */
  listenFor: number | null;
  /** The `return` step that ended the run. */
  returned: StepAttempt | null;
}

/** An empty decision. */
export function draftOf(request: AdvanceRequest): Draft {
  const { graph, journal, run, evaluate, now, heardAt } = request;
  return {
    graph,
    journal,
    run,
    evaluate,
    now,
    heardAt,
    records: [],
    starts: [],
    arrivals: [],
    views: new Map(),
    signals: new Map(),
    open: 0,
    wakeAt: null,
    listenFor: null,
    returned: null,
  };
}

/** Notes that something may start at an instant. */
export function wakeBy(draft: Draft, instant: number): void {
  draft.wakeAt = Math.min(draft.wakeAt ?? instant, instant);
}

interface Word {
  readonly state: StepState;
  readonly output?: Json;
  readonly error?: RunError | null;
  readonly retryAt?: number;
}

/** Adds the step's own word (item -1, attempt 0) to what must be journaled. */
export function recordVerdict(draft: Draft, step: string, word: Word): StepAttempt {
  const before = draft.journal.of(step)?.verdict ?? null;
  const now = toTimestamp(draft.now);
  const row: StepAttempt = {
    run: draft.run.id,
    step,
    item: -1,
    attempt: 0,
    state: word.state,
    output: word.output ?? null,
    error: word.error ?? null,
    startedAt: before?.startedAt ?? (word.state === "running" ? now : null),
    endedAt: word.state === "running" || word.state === "waiting" ? null : now,
    retryAt: word.retryAt === undefined ? null : toTimestamp(word.retryAt),
    usage: null,
    waitsFor: null,
    reply: null,
  };
  draft.records.push(row);
  return row;
}

/** Ends every open row of a step as cancelled. */
export function cancelOpenRows(draft: Draft, journal: StepJournal, error: RunError | null): void {
  const rows = [journal.verdict, ...[...journal.tries.values()].map(({ last }) => last)];
  for (const row of rows) {
    if (row === null || hasEnded(row)) continue;
    draft.records.push({ ...row, state: "cancelled", error, endedAt: toTimestamp(draft.now), retryAt: null });
  }
}
