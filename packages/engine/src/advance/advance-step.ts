import type { RunError, Step, StepAttempt } from "@lockstep/model";

import { hasEnded, type StepJournal } from "../journal.ts";
import { StepFailure, toRunError } from "../step-failure.ts";
import { advanceItems } from "./advance-items.ts";
import { advanceTries } from "./advance-tries.ts";
import { cancelOpenRows, type Draft, recordVerdict } from "./draft.ts";
import { settle, settleFailure } from "./settle-step.ts";
import { judgeRunOn, type Signal, signalOfSkip } from "./signal.ts";

/** Takes one step as far as it can go now, all steps before it in dependency order having been looked at. */
export function advanceStep(draft: Draft, step: Step): void {
  const journal = draft.journal.of(step.id);
  const verdict = journal?.verdict ?? null;
  const signals = signalsOf(draft, step);
  if (verdict !== null && hasEnded(verdict))
    return settle(draft, verdict, signalOfEnd(step, verdict, signals ?? []));
  if (draft.returned !== null && step.id !== draft.returned.step && step.runOn !== "always")
    return overtake(draft, step, journal);
  if (signals === null) return leaveOpen(draft);
  if (journal === undefined && !mayBegin(draft, step, signals)) return undefined;
  return step.forEach === null ? advancePlain(draft, step, journal) : advanceItems(draft, step, step.forEach);
}

/** What the dependencies tell; null while one has not ended. */
function signalsOf(draft: Draft, step: Step): readonly Signal[] | null {
  const signals: Signal[] = [];
  for (const id of step.dependsOn) {
    const signal = draft.signals.get(id);
    if (signal === undefined) return null;
    signals.push(signal);
  }
  return signals;
}

function leaveOpen(draft: Draft): void {
  draft.open += 1;
}

/** The signal of a step whose own word is in the journal; the same as when it was written. */
function signalOfEnd(step: Step, verdict: StepAttempt, signals: readonly Signal[]): Signal {
  if (verdict.state === "failed") return "failure";
  if (verdict.state !== "skipped" || verdict.error !== null) return "success";
  const admission = judgeRunOn(step, signals);
  return admission.admitted ? signalOfSkip(step) : admission.signal;
}

/** A `return` elsewhere ended the run: what has not started never does, what runs is cancelled. */
function overtake(draft: Draft, step: Step, journal: StepJournal | undefined): void {
  const ended = journal === undefined || step.forEach !== null ? undefined : journal.tries.get(-1)?.last;
  if (ended?.state === "completed") return settle(draft, ended, "success");
  if (ended?.state === "failed") return settle(draft, ended, "failure");
  if (journal !== undefined) cancelOpenRows(draft, journal, null);
  const state = journal === undefined ? "skipped" : "cancelled";
  settle(draft, recordVerdict(draft, step.id, { state }), "success");
}

/** Judges `runOn` and `when` of a step that has not begun. */
function mayBegin(draft: Draft, step: Step, signals: readonly Signal[]): boolean {
  const admission = judgeRunOn(step, signals);
  if (!admission.admitted) {
    settle(draft, recordVerdict(draft, step.id, { state: "skipped" }), admission.signal);
    return false;
  }
  return isConditionMet(draft, step);
}

function isConditionMet(draft: Draft, step: Step): boolean {
  try {
    if (draft.evaluate.condition(step, draft.views)) return true;
    if (step.whenUnmet === "fail") throw new StepFailure("validation", unmet);
    settle(draft, recordVerdict(draft, step.id, { state: "skipped" }), signalOfSkip(step));
  } catch (thrown) {
    settleFailure(draft, step, { error: toRunError(thrown), row: null });
  }
  return false;
}

const unmet = "The condition in `when` does not hold, and `whenUnmet` says that this fails the step.";

function advancePlain(draft: Draft, step: Step, journal: StepJournal | undefined): void {
  const standing = advanceTries(draft, step, { item: -1, value: null, tries: journal?.tries.get(-1) });
  switch (standing.is) {
    case "open":
      return leaveOpen(draft);
    case "completed":
      return settle(draft, standing.row, "success");
    case "failed":
      return settleFailure(draft, step, {
        error: standing.error,
        row: spokesman(standing.row, standing.error),
      });
  }
}

/** The failed attempt speaks for its step; a lost one cannot, because its own row says something else. */
function spokesman(row: StepAttempt, error: RunError): StepAttempt | null {
  return row.state === "failed" && row.error === error ? row : null;
}
