import { fromTimestamp, type RunError, type RunTransition, type StepAttempt } from "@lockstep/model";

import { hasEnded } from "../journal.ts";
import { toRunError } from "../step-failure.ts";
import { advanceStep } from "./advance-step.ts";
import {
  type AdvanceRequest,
  type Arrival,
  type AttemptStart,
  cancelOpenRows,
  type Draft,
  draftOf,
  recordVerdict,
} from "./draft.ts";
import { interruptionOf } from "./interruption.ts";
import type { StepViews } from "./step-view.ts";

/** How a run is over. */
export type Ending = Extract<RunTransition, { to: "completed" | "failed" | "cancelled" }>;

/** What comes next in a run. */
export interface Advance {
  /** Consequences to journal: skips, waits, collected results, cancellations. */
  readonly records: readonly StepAttempt[];
  /** Attempts that may start now; the others in the journal go on. */
  readonly starts: readonly AttemptStart[];
  /** Waiting attempts whose wait is over, with what came of it. */
  readonly arrivals: readonly Arrival[];
  /** Earliest instant, in milliseconds, at which more may start; null when none is known. */
  readonly wakeAt: number | null;
  /** An instant up to which replies must be looked for before more can be decided; null where none is needed. */
  readonly listenFor: number | null;
  readonly ending: Ending | null;
  /** Ended steps, as expressions see them. */
  readonly steps: StepViews;
}

/** Decides what comes next. The same journal and instant give the same decision; nothing is changed. */
export function advance(request: AdvanceRequest): Advance {
  const draft = draftOf(request);
  draft.returned = firstReturn(draft);
  for (const step of draft.graph.order) advanceStep(draft, step);
  const ending = draft.open === 0 ? endOf(draft) : null;
  const interruption = ending === null ? interruptionOf(draft.run, draft.now) : null;
  return interruption === null ? decided(draft, ending) : interrupted(request, interruption);
}

function decided(draft: Draft, ending: Ending | null): Advance {
  const { records, starts, arrivals, wakeAt, listenFor, views } = draft;
  return { records, starts, arrivals, wakeAt, listenFor, ending, steps: views };
}

/** The `return` step that completed first, by the journal. */
function firstReturn({ graph, journal }: Draft): StepAttempt | null {
  let first: StepAttempt | null = null;
  for (const step of graph.order) {
    if (step.type !== "return") continue;
    const row = journal.of(step.id)?.tries.get(-1)?.last;
    if (row?.state === "completed" && (first === null || endOfRow(row) < endOfRow(first))) first = row;
  }
  return first;
}

function endOfRow({ endedAt }: StepAttempt): string {
  return endedAt ?? "";
}

function endOf(draft: Draft): Ending {
  const { returned } = draft;
  const error = returned === null ? firstFailure(draft) : null;
  if (error !== null) return { to: "failed", error };
  try {
    const value = returned === null ? null : { value: returned.output };
    return { to: "completed", output: draft.evaluate.output(draft.views, value) };
  } catch (thrown) {
    return { to: "failed", error: toRunError(thrown) };
  }
}

/** The error of the step that failed first; by written order where two failed in the same millisecond. */
function firstFailure({ graph, journal, views, records }: Draft): RunError | null {
  let first: { readonly error: RunError; readonly at: number } | null = null;
  for (const { id } of graph.pipeline.steps) {
    const view = views.get(id);
    if (view?.status !== "failed" || view.error === undefined) continue;
    const row =
      records.find(({ step, attempt }) => step === id && attempt === 0) ??
      journal.of(id)?.verdict ??
      journal.of(id)?.tries.get(-1)?.last;
    const endedAt = row?.endedAt ?? null;
    const at = endedAt === null ? 0 : fromTimestamp(endedAt);
    if (first === null || at < first.at) first = { error: { ...view.error, step: id }, at };
  }
  return first?.error ?? null;
}

/** Ends everything at once: cancellation and the deadline leave no time for finalisers. */
function interrupted(request: AdvanceRequest, ending: Exclude<Ending, { to: "completed" }>): Advance {
  const draft = draftOf(request);
  for (const step of draft.graph.order) {
    const journal = draft.journal.of(step.id);
    if (journal === undefined) recordVerdict(draft, step.id, { state: "cancelled" });
    else if (journal.verdict === null || !hasEnded(journal.verdict))
      cancelOpenRows(draft, journal, ending.error);
  }
  return decided(draft, ending);
}
