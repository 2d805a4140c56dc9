import { Failure, type JournalEntry, type RunStore, toFailure } from "@lockstep/model";

/** Makes entries durable. One per process and store, so that many runs share one transaction. */
export interface JournalWriter {
  /** Resolves once the entry is durable. Failures: `fenced`, those of {@link RunStore}. */
  write(entry: JournalEntry): Promise<void>;
}

interface Waiting {
  readonly entry: JournalEntry;
  readonly resolve: () => void;
  readonly reject: (failure: Failure) => void;
}

/** Entries in one transaction; keeps each short enough that claims and renewals get their turn. */
const largestBatch = 256;

/**
 * Group commit: what runs hand in during one turn of the event loop, or while a write is under way, becomes durable
 * together, so that one fsync serves many runs.
 */
export function createJournalWriter(runs: Pick<RunStore, "write">): JournalWriter {
  let waiting: Waiting[] = [];
  let isScheduled = false;

  function schedule(): void {
    isScheduled = true;
    setImmediate(() => void writeBatches());
  }

  async function writeBatches(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, largestBatch);
      waiting = waiting.slice(largestBatch);
      await writeBatch(runs, batch);
    }
    isScheduled = false;
  }

  return {
    write: (entry) =>
      new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        if (!isScheduled) schedule();
      }),
  };
}

async function writeBatch(runs: Pick<RunStore, "write">, batch: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await runs.write(batch.map(({ entry }) => entry));
    for (const [index, { resolve, reject }] of batch.entries()) {
      if (outcomes[index] === "written") resolve();
      else reject(new Failure("fenced", "Another runner has taken the run over."));
    }
  } catch (thrown) {
    await refuseBatch(runs, batch, toFailure(thrown));
  }
}

/** One entry that the database refuses must not take the others down with it. */
async function refuseBatch(
  runs: Pick<RunStore, "write">,
  batch: readonly Waiting[],
  failure: Failure,
): Promise<void> {
  const isEverybodys = failure.kind === "database-unreachable" || failure.kind === "disk-full";
  if (batch.length > 1 && !isEverybodys) for (const one of batch) await writeBatch(runs, [one]);
  else for (const { reject } of batch) reject(failure);
}
