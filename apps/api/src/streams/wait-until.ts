import type { Channel, Signals } from "@lockstep/model";

import { listenForWakeUps } from "./wake-ups.ts";

/** What is waited for. */
export interface Wait<Found> {
  readonly signals: Signals;
  readonly channels: readonly Channel[];
  /** How long a lost signal can go unnoticed. */
  readonly lookAgainMs: number;
  readonly milliseconds: number;
  /** Ends the waiting early, not what is waited for. */
  readonly abort: AbortSignal;
  /** The awaited state, or `null` while it is not there yet. */
  readonly look: () => Promise<Found | null>;
}

/** Looks whenever there is a reason to, until the state is there (returned) or the time is over (`null`). */
export async function waitUntil<Found>(wait: Wait<Found>): Promise<Found | null> {
  const over = AbortSignal.any([wait.abort, AbortSignal.timeout(wait.milliseconds)]);
  const wakeUps = listenForWakeUps(wait.signals, wait.channels);
  try {
    for (;;) {
      const found = await wait.look();
      if (found !== null || over.aborted) return found;
      await wakeUps.next(wait.lookAgainMs, over);
    }
  } finally {
    wakeUps.stop();
  }
}
