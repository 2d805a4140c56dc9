import { type Clock, systemTimer } from "@lockstep/model";

/** GitHub allows 80 writes a minute; this many stay below it. */
export const writesPerMinute = 70;

const minuteMs = 60_000;

/** The part of Bottleneck's group that plugin-throttling uses; its own spaces all writes a second apart, also the first. */
export interface Pacer {
  key(id: string): { schedule(options: object, job: () => Promise<unknown>): Promise<unknown> };
}

/**
 * Lets three sevenths of a minute's writes through at once, and the others evenly after that, so that no minute has more
 * than `perMinute` of them: the checks of a pull request come together, with long pauses before.
 */
export function createWritePacer(perMinute: number, clock: Clock): Pacer {
  const burst = Math.max(1, Math.round((perMinute * 3) / 7));
  const refillMs = minuteMs / Math.max(1, perMinute - burst);
  let freeAt = Number.NEGATIVE_INFINITY;
  const turn = async (job: () => Promise<unknown>) => {
    const now = clock.now();
    freeAt = Math.max(freeAt, now - burst * refillMs) + refillMs;
    const wait = freeAt - now;
    if (wait > 0)
      await new Promise<void>((resolve) => {
        systemTimer.after(wait, resolve);
      });
    return await job();
  };
  return { key: () => ({ schedule: async (_options, job) => await turn(job) }) };
}
