import type { RunHead, RunStore } from "@lockstep/model";

import type { EventTail } from "./event-tail.ts";
import { untilNews } from "./until-news.ts";

/** How soon a line in a run's log is noticed: what a step does is no event of the org, so nobody signals it. */
const lookAgainMs = 250;

/** Tells when followed runs move, with one question to the database for all followers of this process. */
export interface RunWatch {
  /** Resolves when the run is no longer as `head` says, after `waitMs` at the latest, and at once when ended. */
  untilMoved(head: RunHead, waitMs: number, ended: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly head: RunHead;
  readonly wake: () => void;
}

/** Asks only while somebody waits. */
export function createRunWatch(runs: Pick<RunStore, "loadHeads">, tail: EventTail): RunWatch {
  const waiters = new Map<string, Set<Waiter>>();
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    const asked = [...waiters.keys()];
    if (asked.length === 0) {
      timer = null;
      return;
    }
    // A database that does not answer is asked again; readiness and metrics tell of the fault.
    const heads = await runs.loadHeads(asked).catch(() => null);
    if (heads !== null) wakeMoved(asked, new Map(heads.map((head) => [head.id, head])));
    timer = setTimeout(() => void look(), lookAgainMs);
  }

  function wakeMoved(asked: readonly string[], found: ReadonlyMap<string, RunHead>): void {
    for (const id of asked) {
      const now = found.get(id);
      for (const { head, wake } of waiters.get(id) ?? []) {
        if (now === undefined || hasMoved(head, now)) wake();
      }
    }
  }

  function subscribe(head: RunHead, wake: () => void): () => void {
    const waiter = { head, wake };
    const waiting = waiters.get(head.id) ?? new Set<Waiter>();
    waiters.set(head.id, waiting.add(waiter));
    timer ??= setTimeout(() => void look(), lookAgainMs);
    return () => {
      waiting.delete(waiter);
      if (waiting.size === 0 && waiters.get(head.id) === waiting) waiters.delete(head.id);
    };
  }

  tail.subscribe((events) => {
    for (const { body } of events) {
      if (typeof body["run"] !== "string") continue;
      for (const { wake } of waiters.get(body["run"]) ?? []) wake();
    }
  });

  return {
    untilMoved: (head, waitMs, ended) =>
      untilNews(waitMs, { ended, subscribe: (wake) => subscribe(head, wake) }),
  };
}

function hasMoved(before: RunHead, now: RunHead): boolean {
  return before.state !== now.state || before.position !== now.position;
}
