import {
  durationMilliseconds,
  fromTimestamp,
  type Json,
  type RunError,
  type Step,
  type StepAttempt,
  toTimestamp,
} from "@lockstep/model";

import type { Tries } from "../journal.ts";
import { advanceWait } from "./advance-wait.ts";
import { type Draft, wakeBy } from "./draft.ts";
import { continueAfter } from "./next-attempt.ts";

/** Where one step without `forEach`, or one item, stands after this decision. */
export type Standing =
  | { readonly is: "open" }
  | { readonly is: "completed"; readonly row: StepAttempt }
  | { readonly is: "failed"; readonly row: StepAttempt; readonly error: RunError };

const open: Standing = { is: "open" };

/** Starts the first or the next attempt, waits for it, or says how the tries ended. */
export function advanceTries(
  draft: Draft,
  step: Step,
  subject: { item: number; value: Json; tries: Tries | undefined },
): Standing {
  const { item, tries } = subject;
  if (tries === undefined) {
    const delay = item === -1 ? durationMilliseconds(step.startDelay) : 0;
    return startAt(draft, step, { ...subject, attempt: 1, at: draft.now + delay });
  }
  const { last } = tries;
  switch (last.state) {
    case "pending":
    case "running":
      return open;
    case "waiting":
      return last.waitsFor === null
        ? resume(draft, step, { ...subject, last })
        : advanceWait(draft, { ...subject, last, waitsFor: last.waitsFor });
    case "completed":
      return { is: "completed", row: last };
    case "failed":
    case "skipped":
    case "cancelled": {
      const next = continueAfter(step, tries);
      if (next.attempt === null) return { is: "failed", row: last, error: next.error };
      return startAt(draft, step, { ...subject, ...next });
    }
  }
}

interface Due {
  readonly item: number;
  readonly value: Json;
  readonly attempt: number;
  readonly at: number;
}

function startAt(draft: Draft, step: Step, due: Due): Standing {
  const { item, value, attempt, at } = due;
  if (at <= draft.now) {
    draft.starts.push({ step: step.id, item, attempt, value });
    return open;
  }
  wakeBy(draft, at);
  draft.records.push(waitingRow(draft.run.id, step.id, due));
  return open;
}

function resume(
  draft: Draft,
  step: Step,
  subject: { item: number; value: Json; last: StepAttempt },
): Standing {
  const { item, value, last } = subject;
  const at = last.retryAt === null ? draft.now : fromTimestamp(last.retryAt);
  if (at > draft.now) wakeBy(draft, at);
  else draft.starts.push({ step: step.id, item, attempt: last.attempt, value });
  return open;
}

function waitingRow(run: string, step: string, { item, attempt, at }: Due): StepAttempt {
  return {
    run,
    step,
    item,
    attempt,
    state: "waiting",
    output: null,
    error: null,
    startedAt: null,
    endedAt: null,
    retryAt: toTimestamp(at),
    usage: null,
    waitsFor: null,
    reply: null,
  };
}
