import { type Clock, fromTimestamp, type Timer } from "@lockstep/model";

/** Time that passes only by being waited for: a retry in ten minutes comes at once, and the clock says ten minutes later. */
export interface VirtualTime extends Clock, Timer {
  /** Keeps time from passing until real work ends, so that a timeout cannot overtake it. */
  hold<Value>(work: Promise<Value>): Promise<Value>;
}

/** Every test begins at the same instant, so that what it computes is the same every day. */
const beginning = fromTimestamp("2026-01-01T00:00:00.000Z");

interface Alarm {
  readonly at: number;
  readonly action: () => void;
}

export function createVirtualTime(): VirtualTime {
  const alarms = new Set<Alarm>();
  let now = beginning;
  let held = 0;
  let isPassing = false;

  /** In a turn of its own: everything that needs no time comes first. */
  function letPass(): void {
    if (isPassing || held > 0 || alarms.size === 0) return;
    isPassing = true;
    setImmediate(() => {
      isPassing = false;
      if (held === 0) ringEarliest();
      letPass();
    });
  }

  function ringEarliest(): void {
    let earliest: Alarm | null = null;
    for (const alarm of alarms) if (earliest === null || alarm.at < earliest.at) earliest = alarm;
    if (earliest === null) return;
    alarms.delete(earliest);
    now = Math.max(now, earliest.at);
    earliest.action();
  }

  return {
    now: () => now,
    after(milliseconds, action) {
      const alarm = { at: now + milliseconds, action };
      alarms.add(alarm);
      letPass();
      return () => void alarms.delete(alarm);
    },
    async hold(work) {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        letPass();
      }
    },
  };
}
