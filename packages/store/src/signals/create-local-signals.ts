import type { Channel, Signals } from "@lockstep/model";

/** Signals within one process. A listener that throws does not keep others from hearing. */
export function createLocalSignals(): Signals {
  const listeners: Record<Channel, Set<() => void>> = { hint: new Set(), run: new Set(), event: new Set() };
  return {
    notify: async (channel) => {
      for (const listener of listeners[channel]) queueMicrotask(listener);
    },
    listen(channel, listener) {
      // The same function may listen twice.
      const own = () => listener();
      listeners[channel].add(own);
      return () => {
        listeners[channel].delete(own);
      };
    },
  };
}
