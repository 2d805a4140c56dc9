import type { Channel, Signals } from "@lockstep/model";

import { listenForWakeUps } from "./wake-ups.ts";

/** How long a lost signal can go unnoticed. */
const lookAgainMs = 500;

/** What is waited for. */
export interface Wait<Found> {
  readonly signals: Signals;
  readonly channels: readonly Channel[];
  readonly milliseconds: number;
  /** Ends the waiting early, not what is waited for. */
  readonly abort: AbortSignal;
  /** The awaited state, or `null` while it is not there yet. */
  readonly look: () => Promise<Found | null>;
}

/** Looks whenever there is a reason to, until the state is there (returned) or the time is over (`null`). */
export async function waitUntil<Found>({ signals, channels, milliseconds, abort, look }: Wait<Found>) {
  const over = AbortSignal.any([abort, AbortSignal.timeout(milliseconds)]);
  const wakeUps = listenForWakeUps(signals, channels);
  try {
    for (;;) {
      const found = await look();
      if (found !== null || over.aborted) return found;
      await wakeUps.next(lookAgainMs, over);
    }
  } finally {
    wakeUps.stop();
  }
}
