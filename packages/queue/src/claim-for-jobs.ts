import { Bell, toFailure } from "@lockstep/model";

import type { ExecuteOptions } from "./execute-options.ts";
import { HeldRuns } from "./held-runs.ts";

export interface JobClaimsOptions extends ExecuteOptions {
  /** Null serves every queue. */
  readonly queues: readonly string[] | null;
}

/** Claims runs for jobs, many in one transaction, and executes them. */
export interface JobClaims {
  /** Runs held right now. */
  readonly size: number;
  /** Claims a run for a job; resolves when the job is over, which is when what it led to has ended. Never rejects. */
  wake(): Promise<void>;
  /** Claims nothing more, lets held runs go on for so long, then aborts them and gives them back. */
  stop(graceMs: number): Promise<void>;
}

/** How soon an idle worker looks for runs of which no job tells: those that waited for a limit, or whose job is lost. */
const lookMs = 1_000;

/** The pause after a fault of the store, in milliseconds. */
const pauseMs = 250;

/** Resolves a job with the end of what it led to. */
type Job = (end?: Promise<void>) => void;

/**
 * As many runs at once as `concurrency` allows. A job says that its queue has something to do, not what: limits and
 * turns decide which run is claimed for it, so a job that finds nothing is over, and a run that had to wait is found
 * when another one ends, or by looking.
 */
export function claimForJobs(options: JobClaimsOptions): JobClaims {
  const { runs, holder, queues, leaseMs, concurrency, timer } = options;
  const bell = new Bell(timer);
  const stopping = new AbortController();
  const held = new HeldRuns(options, () => {
    if (jobs.length > 0 || isBehind) bell.ring();
  });
  let jobs: Job[] = [];
  /** Whether jobs and runs did not match: something may wait of which no job tells. */
  let isBehind = true;

  async function serve(): Promise<void> {
    while (!stopping.signal.aborted) {
      await bell.wait(await claimAndRest());
      // Jobs that come together are claimed together, and runs that end together leave their places together.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Claims what there is room for and says when to look again at the latest, in milliseconds. */
  async function claimAndRest(): Promise<number> {
    try {
      await claim();
      return lookMs;
    } catch (thrown) {
      options.onFault(toFailure(thrown), null);
      return pauseMs;
    }
  }

  async function claim(): Promise<void> {
    const asking = jobs.length;
    const isIdle = held.size === 0;
    const isLook = isBehind || asking === 0;
    const free = concurrency - held.size;
    const limit = isLook ? free : Math.min(free, asking);
    if (limit <= 0) return;
    const claimed = await runs.claim({ holder, queues, limit, leaseMs });
    const ends = claimed.map((one) => held.hold(one));
    const answered = jobs.slice(0, Math.min(limit, asking));
    jobs = jobs.slice(answered.length);
    for (const [index, finish] of answered.entries()) finish(ends[index]);
    if (claimed.length !== answered.length) isBehind = true;
    // What is held may be what others wait for: only who holds nothing can tell that nobody waits.
    else if (isLook && isIdle) isBehind = false;
    if (jobs.length > 0) bell.ring();
  }

  /** Of what is left when the process stops, others find the runs. */
  function wake(): Promise<void> {
    if (stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      jobs.push(resolve);
      bell.ring();
    });
  }

  const serving = serve();
  return {
    get size() {
      return held.size;
    },
    wake,
    async stop(graceMs) {
      stopping.abort();
      bell.ring();
      await serving;
      for (const finish of jobs.splice(0)) finish();
      await held.drain(graceMs);
    },
  };
}
