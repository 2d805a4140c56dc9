import type { ClaimedRun, Run, RunStore, Signals } from "@lockstep/model";

/** A store that knows who waits and who holds what, and nothing of journals. */
export interface FakeQueue {
  readonly runs: RunStore;
  readonly signals: Signals;
  /** Ids of runs that nobody has claimed. */
  readonly waiting: string[];
  /** Holder by run. */
  readonly holders: Map<string, string>;
  readonly cancelRequested: Set<string>;
  /** Runs for which replies came. */
  readonly replied: Set<string>;
  readonly calls: Record<"claim" | "renew" | "release" | "nextDue", number>;
  /** While set, every call fails with it. */
  fault: Error | null;
  nextDue: string | null;
  add(...ids: readonly string[]): void;
  signal(): void;
}

export function createFakeQueue(): FakeQueue {
  const listeners = new Set<() => void>();
  const queue: FakeQueue = {
    waiting: [],
    holders: new Map(),
    cancelRequested: new Set(),
    replied: new Set(),
    calls: { claim: 0, renew: 0, release: 0, nextDue: 0 },
    fault: null,
    nextDue: null,
    add(...ids) {
      queue.waiting.push(...ids);
    },
    signal() {
      for (const listener of listeners) listener();
    },
    signals: {
      notify: async () => queue.signal(),
      listen(_, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    runs: {
      async claim({ holder, limit }: Parameters<RunStore["claim"]>[0]) {
        count("claim");
        const claimed = queue.waiting.splice(0, limit);
        for (const id of claimed) queue.holders.set(id, holder);
        return claimed.map(claimedRun);
      },
      async renew(holder: string, ids: readonly string[]) {
        count("renew");
        const own = ids.filter((id) => queue.holders.get(id) === holder);
        return new Map(
          own.map((id) => [
            id,
            { cancelRequested: queue.cancelRequested.has(id), hasReplies: queue.replied.has(id) },
          ]),
        );
      },
      async release(_: string, ids: readonly string[]) {
        count("release");
        for (const id of ids) queue.holders.delete(id);
        queue.waiting.push(...ids);
      },
      async nextDue() {
        count("nextDue");
        return queue.nextDue;
      },
    } as unknown as RunStore,
  };

  function count(call: keyof FakeQueue["calls"]): void {
    queue.calls[call] += 1;
    if (queue.fault !== null) throw queue.fault;
  }

  return queue;
}

function claimedRun(id: string): ClaimedRun {
  return { run: { id } as Run, fencingToken: 1, attempts: [] };
}
