import {
  durationMilliseconds,
  type ForEach,
  fromTimestamp,
  type Json,
  type RunError,
  type Step,
  type StepAttempt,
} from "@lockstep/model";

import type { StepJournal } from "../journal.ts";
import { checkSize } from "../running/check-size.ts";
import { toRunError } from "../step-failure.ts";
import { advanceTries, type Standing } from "./advance-tries.ts";
import { type Draft, recordVerdict, wakeBy } from "./draft.ts";
import { type ItemProgress, itemProgress } from "./item-progress.ts";
import { settle, settleFailure } from "./settle-step.ts";

/**
 * Advances a `forEach` step. While its items run, its own row holds them as output, so that a runner that takes the
 * run over goes on with the same items whatever the environment's variables say by then.
 */
export function advanceItems(draft: Draft, step: Step, forEach: ForEach): void {
  const journal = draft.journal.of(step.id);
  const verdict = journal?.verdict ?? null;
  if (verdict === null) return beginAfterDelay(draft, step, forEach);
  if (verdict.state === "waiting") {
    const at = verdict.retryAt === null ? draft.now : fromTimestamp(verdict.retryAt);
    if (at <= draft.now) return begin(draft, step, forEach);
    draft.open += 1;
    return wakeBy(draft, at);
  }
  return advanceEach(draft, step, { forEach, items: verdict.output as readonly Json[], journal });
}

function beginAfterDelay(draft: Draft, step: Step, forEach: ForEach): void {
  const delay = durationMilliseconds(step.startDelay);
  if (delay === 0) return begin(draft, step, forEach);
  const retryAt = draft.now + delay;
  recordVerdict(draft, step.id, { state: "waiting", retryAt });
  draft.open += 1;
  return wakeBy(draft, retryAt);
}

function begin(draft: Draft, step: Step, forEach: ForEach): void {
  try {
    const items = draft.evaluate.items(step, draft.views);
    if (items.length > 0) recordVerdict(draft, step.id, { state: "running", output: items });
    advanceEach(draft, step, { forEach, items, journal: undefined });
  } catch (thrown) {
    settleFailure(draft, step, { error: toRunError(thrown), row: null });
  }
}

interface Loop {
  readonly forEach: ForEach;
  readonly items: readonly Json[];
  readonly journal: StepJournal | undefined;
}

function advanceEach(draft: Draft, step: Step, { forEach, items, journal }: Loop): void {
  const progress = journal === undefined ? nothingYet : itemProgress(step, journal);
  const advanceItem = (item: number): void => {
    const value = items[item];
    if (value !== undefined) advanceTries(draft, step, { item, value, tries: journal?.tries.get(item) });
  };
  for (const item of progress.open) advanceItem(item);
  let openItems = progress.open.length;
  const isStopped = progress.hasFailed && forEach.onItemError === "fail";
  for (let item = progress.next; item < items.length && openItems < forEach.concurrency; item += 1) {
    if (isStopped) break;
    // A run that takes up another has kept some items, not necessarily the first ones.
    if (journal?.tries.has(item) === true) continue;
    advanceItem(item);
    openItems += 1;
  }
  if (openItems > 0) draft.open += 1;
  else collect(draft, step, { forEach, items, journal });
}

const nothingYet: ItemProgress = { open: [], next: 0, hasFailed: false };

/** Nothing is open any more: every item that was started has ended. */
function collect(draft: Draft, step: Step, { forEach, items, journal }: Loop): void {
  const { onItemError } = forEach;
  const standings = items.flatMap((value, item) => {
    const tries = journal?.tries.get(item);
    return tries === undefined ? [] : [advanceTries(draft, step, { item, value, tries })];
  });
  const failed = standings.find((standing) => standing.is === "failed");
  if (failed !== undefined && onItemError === "fail")
    return settleFailure(draft, step, { error: nameItem(failed.error, failed.row), row: null, items });
  const output = standings.flatMap((standing) => collected(standing, onItemError === "collect"));
  try {
    checkSize(output, "The list of the items' outputs");
  } catch (thrown) {
    return settleFailure(draft, step, { error: toRunError(thrown), row: null });
  }
  settle(draft, recordVerdict(draft, step.id, { state: "completed", output }), "success");
}

function collected(standing: Standing, isCollect: boolean): readonly Json[] {
  switch (standing.is) {
    case "open":
      return [];
    case "completed":
      return [isCollect ? { ok: true, value: standing.row.output } : standing.row.output];
    case "failed":
      return isCollect ? [{ ok: false, error: { ...standing.error } as Json }] : [];
  }
}

function nameItem(error: RunError, { item }: StepAttempt): RunError {
  return { ...error, message: `Item ${item}: ${error.message}` };
}
