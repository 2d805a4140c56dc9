import type { Clock, Timer } from "@lockstep/model";

/** Time that moves by hand; after each step everything that follows from it has happened. */
export interface FakeTime extends Clock, Timer {
  advance(milliseconds: number): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
}

export function createFakeTime(): FakeTime {
  let now = Date.parse("2026-02-03T14:00:00.000Z");
  const timers = new Set<{ readonly at: number; readonly action: () => void }>();

  function due(until: number) {
    return [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
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
    settle,
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (let timer = due(end); timer !== undefined; timer = due(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.action();
        await settle();
      }
      now = end;
    },
  };
}
