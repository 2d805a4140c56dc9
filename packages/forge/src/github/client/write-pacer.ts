import { type Clock, systemTimer } from "@lockstep/model";

/** GitHub allows 80 writes a minute: this many at once and one a second after that stay below it. */
export const writesAtOnce = 10;

const refillMs = 1000;

/** The part of Bottleneck's group that plugin-throttling uses; its own spaces all writes a second apart, also the first. */
export interface Pacer {
  key(id: string): { schedule(options: object, job: () => Promise<unknown>): Promise<unknown> };
}

/** Lets writes through at once until the burst is used up, then one a second. */
export function createWritePacer(burst: number, clock: Clock): Pacer {
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
