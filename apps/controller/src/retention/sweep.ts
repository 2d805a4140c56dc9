import type { RetentionStore, Slug, SweptRun, Timestamp } from "@lockstep/model";

/** What a sweep does to runs that ended before an instant. */
export interface Sweep {
  readonly environment: Slug;
  readonly before: Timestamp;
  /** Only runs after this id are looked at. */
  readonly after: string | null;
  /** Handles the ended runs of one page. */
  readonly act: (ended: readonly SweptRun[]) => Promise<void>;
  /** Between two batches: lets runs go first. */
  readonly breathe: () => Promise<void>;
}

const pageSize = 100;

/**
 * Walks an environment's runs from the oldest to those that are too young. Returns the id up to which nothing is left
 * to do: the next sweep starts there, and so does not read again what is done.
 */
export async function sweep(
  retention: Pick<RetentionStore, "listForSweep">,
  { environment, before, after, act, breathe }: Sweep,
): Promise<string | null> {
  let last = after;
  let settled = after;
  let isSettled = true;
  for (;;) {
    const runs = await retention.listForSweep({ environment, before, after: last, limit: pageSize });
    await act(runs.filter((run) => hasEnded(run, before)));
    for (const run of runs) {
      isSettled &&= hasEnded(run, before);
      if (isSettled) settled = run.id;
    }
    last = runs.at(-1)?.id ?? last;
    if (runs.length < pageSize) return settled;
    await breathe();
  }
}

function hasEnded({ endedAt }: SweptRun, before: Timestamp): boolean {
  return endedAt !== null && endedAt < before;
}
