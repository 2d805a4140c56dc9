import type { OrgEvent, OrgStore } from "@lockstep/model";

import { listenForWakeUps } from "./wake-ups.ts";

/** Numbers are given after the signal, so the signal may come too early. */
const lookAgainMs = 200;
const batchSize = 500;
/** How many events are kept in memory; who is further behind reads the database. */
const remembered = 2_000;

/** The newest published events, read from the database once for all streams of this process. */
export interface EventTail {
  /** Highest id seen so far. */
  lastId(): number;
  /** Events above `id`, oldest first, at most one batch. */
  readAfter(id: number): Promise<readonly OrgEvent[]>;
  /** Calls the listener with each batch of new events; returns how to stop. */
  subscribe(listener: (events: readonly OrgEvent[]) => void): () => void;
  /** Resolves when it no longer reads. */
  close(): Promise<void>;
}

/** Follows the published events from now on. A database that does not answer is asked again. */
export function createEventTail(store: OrgStore): EventTail {
  const closing = new AbortController();
  const listeners = new Set<(events: readonly OrgEvent[]) => void>();
  let recent: readonly OrgEvent[] = [];
  let lastId = 0;

  async function readNew(): Promise<void> {
    const events = await store.events.list(lastId, { environment: null }, batchSize);
    lastId = events.at(-1)?.id ?? lastId;
    if (events.length === 0) return;
    recent = [...recent, ...events].slice(-remembered);
    for (const listener of listeners) listener(events);
    if (events.length === batchSize) await readNew();
  }

  async function follow(): Promise<void> {
    const wakeUps = listenForWakeUps(store.signals, ["event"]);
    let isStarted = false;
    while (!closing.signal.aborted) {
      try {
        if (!isStarted) lastId = await store.events.lastId();
        isStarted = true;
        await readNew();
      } catch {
        // Nothing is lost: the next look starts from the same id. Readiness and metrics tell of the fault.
      }
      await wakeUps.next(lookAgainMs, closing.signal);
    }
    wakeUps.stop();
  }

  const following = follow();
  return {
    lastId: () => lastId,
    async readAfter(id) {
      const oldest = recent[0]?.id;
      if (id >= lastId) return [];
      if (oldest === undefined || id + 1 < oldest) {
        return store.events.list(id, { environment: null }, batchSize);
      }
      return recent.filter((event) => event.id > id).slice(0, batchSize);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closing.abort();
      await following;
    },
  };
}
