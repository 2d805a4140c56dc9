import type { Step } from "@lockstep/model";

import type { StepJournal } from "../journal.ts";
import { continueAfter } from "./next-attempt.ts";

/** How far the items of a `forEach` have come, by the journal. */
export interface ItemProgress {
  /** Items that were started and may still change, lowest first. */
  readonly open: readonly number[];
  /** Items that were ever started; those with lower indexes start first, so this is the next one's index, or later. */
  readonly next: number;
  /** Whether an item has failed for good. */
  readonly hasFailed: boolean;
}

interface Known {
  readonly open: Set<number>;
  next: number;
  hasFailed: boolean;
  /** How much of {@link StepJournal.changes} has been looked at. */
  seen: number;
}

const known = new WeakMap<StepJournal, Known>();

/**
 * Looks only at what the journal has recorded since it was last asked, because ten thousand items make ten thousand
 * decisions. What it remembers follows from the journal, so asking changes no answer.
 */
export function itemProgress(step: Step, journal: StepJournal): ItemProgress {
  const progress = known.get(journal) ?? { open: new Set(), next: 0, hasFailed: false, seen: 0 };
  known.set(journal, progress);
  for (; progress.seen < journal.changes.length; progress.seen += 1) {
    const item = journal.changes[progress.seen];
    if (item !== undefined) look(progress, step, { item, journal });
  }
  return {
    open: [...progress.open].sort((a, b) => a - b),
    next: progress.next,
    hasFailed: progress.hasFailed,
  };
}

function look(
  progress: Known,
  step: Step,
  { item, journal }: { readonly item: number; readonly journal: StepJournal },
): void {
  const tries = journal.tries.get(item);
  if (tries === undefined) return;
  while (journal.tries.has(progress.next)) progress.next += 1;
  const { state } = tries.last;
  const isFailed =
    (state === "failed" || state === "cancelled") && continueAfter(step, tries).attempt === null;
  progress.hasFailed ||= isFailed;
  if (state === "completed" || isFailed) progress.open.delete(item);
  else progress.open.add(item);
}
