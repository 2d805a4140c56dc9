import { setImmediate } from "node:timers/promises";

/** How many objects are read before others get their turn; a batch takes a few milliseconds. */
const batch = 250;

/** Called before each object of a long reading: lets others work from time to time and hears a caller who gave up. */
export function createPace(signal: AbortSignal): () => Promise<void> {
  let count = 0;
  return async () => {
    if (++count % batch === 0) await setImmediate();
    signal.throwIfAborted();
  };
}
