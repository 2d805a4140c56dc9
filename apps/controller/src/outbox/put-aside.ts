import { type Clock, type Failure, type OrgStore, type OutboxEntry, toTimestamp } from "@lockstep/model";

import type { Log } from "../controller-deps.ts";
import { backOff, longestRestMs } from "../reconcile/back-off.ts";

/** A fault that is nobody's refusal is tried this often before a person has to look. */
const mostAttempts = 20;

interface PutAsideDeps {
  readonly store: { readonly outbox: Pick<OrgStore["outbox"], "bury" | "retryLater"> };
  readonly clock: Clock;
  readonly log: Log;
}

/** Whether one more fault of an entry is its last. */
export function isLastAttempt({ attempts }: OutboxEntry): boolean {
  return attempts + 1 >= mostAttempts;
}

/** Milliseconds to rest after so many faults in a row, or as long as the other side asks for. */
export function restAfter({ retryAfterMs }: Failure, failures: number, random: () => number): number {
  return Math.min(retryAfterMs ?? backOff(failures, random), longestRestMs);
}

/**
 * Notes that an entry could not be delivered: it is tried again after `restMs`, or given up until a person revives it
 * where that is `null`. A fault of the database is thrown on: nothing can be noted then.
 */
export async function putAside(
  { store, clock, log }: PutAsideDeps,
  entry: OutboxEntry,
  { failure, restMs }: { readonly failure: Failure; readonly restMs: number | null },
): Promise<void> {
  const { kind, message } = failure;
  if (kind === "database-unreachable" || kind === "disk-full") throw failure;
  if (restMs !== null) {
    await store.outbox.retryLater(entry, toTimestamp(clock.now() + restMs), message);
    return;
  }
  const { topic, target, attempts } = entry;
  log.warn({ topic, target, attempts, kind }, `given up: ${message}`);
  await store.outbox.bury(entry, message);
}
