import {
  fromTimestamp,
  isFinal,
  type LogLine,
  type NewRun,
  type Run,
  type RunState,
  runStates,
  type RunStore,
  type RunTransition,
  type StepAttempt,
  toTimestamp,
} from "@lockstep/model";

import { hasEnded } from "./journal.ts";

/** A run in memory with everything around it. */
export interface MemoryEntry {
  run: Run;
  readonly idempotency: NewRun["idempotency"];
  token: number;
  holder: string | null;
  leaseEndsAt: number;
  readonly attempts: Map<string, StepAttempt>;
  readonly logs: LogLine[];
}

/** A run as it is accepted, with the part of a journal that it begins with. */
export function entryOf(newRun: NewRun, now: number, kept: readonly StepAttempt[] = []): MemoryEntry {
  const { idempotency, admission: _admission, ...facts } = newRun;
  const run: Run = {
    ...facts,
    state: "queued",
    output: null,
    error: null,
    createdAt: toTimestamp(now),
    startedAt: null,
    endedAt: null,
    wakeAt: null,
    cancelRequested: false,
    cost: 0,
    erasedAt: null,
  };
  const attempts = new Map(kept.map((attempt) => [keyOf(attempt), attempt]));
  return { run, idempotency, token: 0, holder: null, leaseEndsAt: 0, attempts, logs: [] };
}

/** When a runner may take the run; Infinity while nobody may. */
export function dueAt(entry: MemoryEntry): number {
  const { run, leaseEndsAt } = entry;
  switch (run.state) {
    case "queued":
      return 0;
    case "running":
      return leaseEndsAt;
    case "waiting":
      if (run.cancelRequested || repliedAttempts(entry).length > 0) return 0;
      return run.wakeAt === null ? Number.POSITIVE_INFINITY : fromTimestamp(run.wakeAt);
    case "completed":
    case "failed":
    case "cancelled":
      return Number.POSITIVE_INFINITY;
  }
}

/** How an attempt is found again in its run. */
export function keyOf({ step, item, attempt }: Pick<StepAttempt, "step" | "item" | "attempt">): string {
  return `${step}/${item}/${attempt}`;
}

/** Waiting attempts with a reply that they have not taken up. */
export function repliedAttempts({ attempts }: MemoryEntry): readonly StepAttempt[] {
  return [...attempts.values()].filter(({ state, reply }) => state === "waiting" && reply !== null);
}

/** Notes an attempt and what it cost, unless it has already ended. */
export function recordAttempt(entry: MemoryEntry, attempt: StepAttempt): void {
  const key = keyOf(attempt);
  const before = entry.attempts.get(key);
  if (before !== undefined && hasEnded(before)) return;
  entry.attempts.set(key, attempt);
  if (hasEnded(attempt)) entry.run = { ...entry.run, cost: entry.run.cost + (attempt.usage?.cost ?? 0) };
}

/** Moves the run to its new state, which gives the claim back. */
export function applyTransition(entry: MemoryEntry, transition: RunTransition, now: string): void {
  const { to: state, ...outcome } = transition;
  entry.run = { ...entry.run, ...outcome, state, endedAt: isFinal(runStates, state) ? now : null };
  if (state !== "running") entry.holder = null;
}

/** Whether a run is among those asked for. */
export function matches(run: Run, filter: Parameters<RunStore["list"]>[0]): boolean {
  return (
    run.environment === (filter.environment ?? run.environment) &&
    run.slug === (filter.slug ?? run.slug) &&
    run.version === (filter.version ?? run.version) &&
    run.deploy === (filter.deploy ?? run.deploy) &&
    run.trigger.type === (filter.trigger ?? run.trigger.type) &&
    run.team === (filter.team ?? run.team) &&
    run.queue === (filter.queue ?? run.queue) &&
    run.createdAt >= (filter.since ?? "") &&
    (filter.until === undefined || run.createdAt < filter.until) &&
    run.id.startsWith(filter.search ?? "") &&
    (filter.states.length === 0 || filter.states.includes(run.state))
  );
}

/** How many runs are in each state. */
export function countStates(runs: readonly Run[]): Record<RunState, number> {
  const counts = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const { state } of runs) counts[state] += 1;
  return counts;
}
