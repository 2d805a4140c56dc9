import { Bell, type ClaimedRun, Failure, toFailure } from "@lockstep/model";

import type { ExecuteOptions } from "./execute-options.ts";

/** Claims runs by name, many in one transaction. */
export interface NamedClaims {
  /**
   * The run, or null when it is over, waits for later or is somebody else's. Goes on asking while the store does not
   * answer: nobody may forget a wake-up. Rejects as `shutting-down` once it is closed.
   */
  claim(id: string): Promise<ClaimedRun | null>;
  /** Gives up what the store has not answered. */
  close(): void;
}

interface Waiting {
  readonly id: string;
  readonly resolve: (claimed: ClaimedRun | null) => void;
  readonly reject: (failure: Failure) => void;
}

/** Runs in one claim; keeps each transaction short. */
const largestBatch = 256;

/** The pause after a fault of the store, in milliseconds. */
const pauseMs = 250;

/** Runs whose wake-ups come in one turn of the event loop, or while a claim is under way, are claimed together. */
export function createNamedClaims(options: ExecuteOptions): NamedClaims {
  const { runs, holder, leaseMs, onFault } = options;
  const bell = new Bell(options.timer);
  const closing = new AbortController();
  let waiting: Waiting[] = [];
  let isScheduled = false;

  async function claimAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largestBatch);
      waiting = waiting.slice(largestBatch);
      await claimBatch(batch);
    }
    isScheduled = false;
  }

  async function claimBatch(batch: readonly Waiting[]): Promise<void> {
    const claimed = await insist(batch.map(({ id }) => id));
    const byId = new Map(claimed?.map((one) => [one.run.id, one]));
    for (const { id, resolve, reject } of batch) {
      if (claimed === null) reject(new Failure("shutting-down", "The process is stopping."));
      else resolve(byId.get(id) ?? null);
    }
  }

  async function insist(ids: readonly string[]): Promise<readonly ClaimedRun[] | null> {
    while (!closing.signal.aborted) {
      try {
        return await runs.claimNamed({ holder, ids, leaseMs });
      } catch (thrown) {
        onFault(toFailure(thrown), null);
        await bell.wait(pauseMs);
      }
    }
    return null;
  }

  return {
    claim: (id) =>
      new Promise((resolve, reject) => {
        waiting.push({ id, resolve, reject });
        if (isScheduled) return;
        isScheduled = true;
        setImmediate(() => void claimAll());
      }),
    close() {
      closing.abort();
      bell.ring();
    },
  };
}
