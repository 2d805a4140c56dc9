import type { Clock, Timer } from "@lockstep/model";

/** A clock that stands still until told otherwise, and the timers that hang on it. */
export interface FakeTime extends Clock, Timer {
  /** Moves on and fires what is due, in order. */
  advance(milliseconds: number): void;
  /** When the next timer is due; null when there is none. */
  nextDue(): number | null;
}

export function createFakeTime(start = Date.parse("2026-02-03T14:00:00.000Z")): FakeTime {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();

  function nextTimer() {
    return [...timers].sort((a, b) => a.at - b.at)[0];
  }

  return {
    now: () => now,
    after(milliseconds, action) {
      const timer = { at: now + milliseconds, action };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    nextDue: () => nextTimer()?.at ?? null,
    advance(milliseconds) {
      const end = now + milliseconds;
      for (let timer = nextTimer(); timer !== undefined && timer.at <= end; timer = nextTimer()) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.action();
      }
      now = end;
    },
  };
}
