import type { HistoryStore, PastState, Slug } from "@lockstep/model";

import type { Containment } from "./containment.ts";

/** Newest states that are looked at; older ones only make the answer less exact. */
const mostStates = 2_000;

/** States of an environment, newest first, and whether there are older ones. */
export interface KnownStates {
  readonly states: readonly PastState[];
  readonly isWhole: boolean;
}

export async function loadStates(history: HistoryStore, environment: Slug): Promise<KnownStates> {
  const states: PastState[] = [];
  let cursor: string | null = null;
  do {
    const page = await history.list(environment, { limit: 100, cursor });
    states.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && states.length < mostStates);
  return { states, isWhole: cursor === null };
}

/**
 * The oldest of these states, newest first, that contains the commit, provided the newest does: every merge contains
 * what was merged before, so that half of the rest is settled by each look. `null` when even the newest does not.
 */
export async function findBringingState(
  states: readonly PastState[],
  containment: Containment,
): Promise<PastState | null> {
  const [newest] = states;
  if (newest === undefined || !(await containment.isIn(newest.revision))) return null;
  let containing = 0;
  let missing = states.length;
  while (missing - containing > 1) {
    const middle = Math.floor((containing + missing) / 2);
    const state = states[middle];
    if (state !== undefined && (await containment.isIn(state.revision))) containing = middle;
    else missing = middle;
  }
  return states[containing] ?? newest;
}
