/** How often hints may make the forge be asked: a few after a pause at once, then one in so many milliseconds. */
export interface LookBudget {
  /** Earliest instant of the next look; one that is over is now. */
  nextAt(): number;
  take(now: number): void;
}

/** A push, its pull request and the press of a button come together: only what keeps coming is to be slowed down. */
export function createLookBudget(atOnce: number, restMs: number): LookBudget {
  let spentUntil = Number.NEGATIVE_INFINITY;
  return {
    nextAt: () => spentUntil - (atOnce - 1) * restMs,
    take: (now) => void (spentUntil = Math.max(spentUntil, now) + restMs),
  };
}
