import {
  type AppliedTrigger,
  Bell,
  type Failure,
  fromTimestamp,
  type ScheduleAdvance,
  type Timer,
  type Timestamp,
  toFailure,
  toTimestamp,
} from "@lockstep/model";

import { advanceSchedule } from "./advance-schedule.ts";
import { processFirings } from "./process-firings.ts";
import type { TriggerDeps } from "./trigger-deps.ts";

export interface SchedulerDeps extends TriggerDeps {
  readonly timer: Timer;
  /** The database's clock, which says what is due. */
  databaseNow(): Promise<Timestamp>;
  /** Told of faults; the scheduler goes on. */
  onFault(failure: Failure): void;
}

export interface TriggerScheduler {
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
}

/** Without any signal it looks this often; also far below what a timer can hold. */
const longestPauseMs = 30_000;

/** Signals come in swarms; this many milliseconds lie between two looks. */
const shortestPauseMs = 100;

/** The pause after a fault of the store. */
const faultPauseMs = 5_000;

const batch = 200;
const claimed = 64;

/** How long a firing stays with a scheduler that gives no sign of life. */
const leaseMs = 30_000;

/** An hour's pause for a schedule that cannot be read; a deploy looks at it anew. */
const unreadablePauseMs = 3_600_000;

/**
 * Fires what is due until stopped. Driven by rows and the database's clock alone, so any number of processes may do it
 * and any may die: an instant fires once, and nothing is forgotten.
 */
export function startTriggerScheduler(deps: SchedulerDeps): TriggerScheduler {
  const bell = new Bell(deps.timer);
  const stopping = new AbortController();
  const stopListening = deps.signals.listen("event", () => {
    bell.ring();
  });

  async function serve(): Promise<void> {
    while (!stopping.signal.aborted) {
      await bell.wait(await lookAndRest(deps, stopping.signal));
      if (!stopping.signal.aborted) await rest(deps.timer, shortestPauseMs);
    }
  }

  const serving = serve();
  return {
    async stop() {
      stopping.abort();
      stopListening();
      bell.ring();
      await serving;
    },
  };
}

/** One look: makes what schedules ask for pending, then works off what is pending. */
export async function fireDue(deps: SchedulerDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = fromTimestamp(await deps.databaseNow());
    const due = await deps.triggers.listDueSchedules(batch);
    if (due.length > 0)
      await deps.triggers.advanceSchedules(due.flatMap((applied) => advanceOf(deps, applied, now)));
    if (due.length < batch) break;
  }
  while (!signal.aborted) {
    const firings = await deps.triggers.claimFirings(claimed, leaseMs);
    await processFirings(deps, firings);
    if (firings.length < claimed) break;
  }
}

/** Looks, and says how long nothing else is expected, in milliseconds. */
async function lookAndRest(deps: SchedulerDeps, signal: AbortSignal): Promise<number> {
  try {
    await fireDue(deps, signal);
    const [due, now] = await Promise.all([deps.triggers.nextDue(), deps.databaseNow()]);
    if (due === null) return longestPauseMs;
    // An instant that nobody has worked out is no instant: it is due at once.
    const milliseconds = due === "" ? 0 : fromTimestamp(due) - fromTimestamp(now);
    return Math.min(Math.max(milliseconds, 0), longestPauseMs);
  } catch (thrown) {
    deps.onFault(toFailure(thrown));
    return faultPauseMs;
  }
}

function advanceOf(deps: SchedulerDeps, applied: AppliedTrigger, now: number): readonly ScheduleAdvance[] {
  const { trigger, environment, slug, since } = applied;
  if (trigger.type !== "cron") return [];
  try {
    return [advanceSchedule(applied, trigger, now)];
  } catch (thrown) {
    // Only a row that was edited: one of them must not keep the others from firing.
    deps.onFault(toFailure(thrown));
    const cursorAt = toTimestamp(now);
    const nextAt = toTimestamp(now + unreadablePauseMs);
    return [{ environment, slug, trigger: trigger.id, since, cursorAt, nextAt, due: [], missed: null }];
  }
}

function rest(timer: Timer, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(milliseconds, resolve);
  });
}
