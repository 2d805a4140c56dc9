import { Bell, type ClaimedRun, fromTimestamp, type Signals, toFailure } from "@lockstep/model";

import type { ExecuteOptions, RunService } from "./execute-options.ts";
import { HeldRuns } from "./held-runs.ts";

export interface ServeOptions extends ExecuteOptions {
  readonly signals: Signals;
  /** Null serves every queue. */
  readonly queues: readonly string[] | null;
}

/** Without any signal a look at the queue is due this often; also the pause after a fault of the store. */
const pollMs = 5_000;

/** What is due but was not given to us belongs to another queue: no reason to look more often than this. */
const shortestPauseMs = 1_000;

/**
 * Claims runs and executes them, as many at once as `concurrency` allows. Wakes up for signals, for what becomes due,
 * and at a slow poll; signals may get lost without more than a delay.
 */
export function serveRuns(options: ServeOptions): RunService {
  const bell = new Bell(options.timer);
  const ring = (): void => {
    bell.ring();
  };
  const held = new HeldRuns(options, ring);
  const stopListening = options.signals.listen("run", ring);
  const stopping = new AbortController();

  async function serve(): Promise<void> {
    while (!stopping.signal.aborted) {
      await bell.wait(await claimAndRest());
      // Runs that were made durable together end together: one claim fills all their places.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Claims what there is room for and says how long nothing else is expected, in milliseconds. */
  async function claimAndRest(): Promise<number> {
    try {
      const free = options.concurrency - held.size;
      if (free <= 0) return pollMs;
      const claimed = await claim(free);
      for (const one of claimed) void held.hold(one);
      return claimed.length === free ? pollMs : await timeToNextDue(options);
    } catch (thrown) {
      options.onFault(toFailure(thrown), null);
      return pollMs;
    }
  }

  function claim(limit: number): Promise<readonly ClaimedRun[]> {
    const { runs, holder, queues, leaseMs } = options;
    return runs.claim({ holder, queues, limit, leaseMs });
  }

  const serving = serve();
  return {
    get size() {
      return held.size;
    },
    pool: null,
    async stop({ graceMs }) {
      stopping.abort();
      stopListening();
      ring();
      await serving;
      await held.drain(graceMs);
    },
  };
}

async function timeToNextDue({ runs, clock }: ServeOptions): Promise<number> {
  const due = await runs.nextDue();
  if (due === null) return pollMs;
  const milliseconds = fromTimestamp(due) - clock.now();
  return Math.min(pollMs, milliseconds > 0 ? milliseconds : shortestPauseMs);
}
