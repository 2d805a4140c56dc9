import { useSyncExternalStore } from "react";

const everyMs = 1_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

/** The time, in milliseconds since 1970, renewed each second. One timer serves the whole page. */
export function useNow(): number {
  return useFromNow((instant) => instant);
}

/**
 * What follows from the time. Asked each second, rendered only when the answer is another one: hundreds of ages that say
 * "3 d ago" cost nothing. The answer must be a plain value.
 */
export function useFromNow<Answer extends string | number | boolean>(read: (now: number) => Answer): Answer {
  return useSyncExternalStore(subscribe, () => read(current()));
}

/** While nobody listens no timer renews the time. */
function current(): number {
  if (timer === null && Date.now() - now >= everyMs) now = Date.now();
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    now = Date.now();
    timer = setInterval(tick, everyMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}
