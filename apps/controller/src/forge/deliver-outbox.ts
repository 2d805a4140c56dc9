import {
  type Failure,
  failureKinds,
  fromTimestamp,
  type OutboxEntry,
  toFailure,
  toTimestamp,
} from "@lockstep/model";

import { backOff, longestRestMs } from "../reconcile/back-off.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import { isForgeAway } from "./forge-fault.ts";
import { forgeTopics } from "./outbox-entries.ts";
import { publishEntry } from "./publish-entry.ts";

/** Entries that are read at a time. */
const batch = 50;

/** A fault that is nobody's refusal is tried this often before a person has to look. */
const mostAttempts = 20;

/** Tells the forge what waits in the outbox. */
export interface OutboxDelivery {
  /** `isMine` says before each batch whether this process still has the lease. */
  deliver(isMine: () => Promise<boolean>, signal: AbortSignal): Promise<void>;
}

/**
 * Tells the forge everything that is due, oldest first. The first entry that the forge does not answer, or that a
 * withdrawn installation refuses, ends the round, and nothing else is tried until that entry is due again: what comes
 * after it would overtake it.
 */
export function createOutboxDelivery(deps: ForgeLoopDeps): OutboxDelivery {
  const { clock, store } = deps;
  let restsUntil = Number.NEGATIVE_INFINITY;
  return {
    async deliver(isMine, signal) {
      while (!signal.aborted && clock.now() >= restsUntil && !isPaused(deps) && (await isMine())) {
        const entries = await store.outbox.listDue(forgeTopics, batch);
        for (const entry of entries) {
          const until = await deliver(deps, entry, signal);
          if (signal.aborted) return;
          if (until === null) continue;
          restsUntil = until;
          return;
        }
        if (entries.length < batch) return;
      }
    },
  };
}

function isPaused({ forge, clock }: ForgeLoopDeps): boolean {
  const { pausedUntil } = forge.status();
  return pausedUntil !== null && fromTimestamp(pausedUntil) > clock.now();
}

/** Until when everything rests, because nobody answers; `null` to go on with the next entry. */
type Rest = number | null;

async function deliver(deps: ForgeLoopDeps, entry: OutboxEntry, signal: AbortSignal): Promise<Rest> {
  try {
    await publishEntry(deps, entry, signal);
    await deps.store.outbox.markDelivered(entry);
    return null;
  } catch (thrown) {
    return signal.aborted ? null : putAside(deps, entry, toFailure(thrown));
  }
}

async function putAside(deps: ForgeLoopDeps, entry: OutboxEntry, failure: Failure): Promise<Rest> {
  const { outbox } = deps.store;
  const { topic, target, attempts, position } = entry;
  const facts = { topic, target, attempts, kind: failure.kind };
  if (failure.kind === "database-unreachable" || failure.kind === "disk-full") throw failure;
  const isAway = isForgeAway(failure);
  const isFinal = failureKinds[failure.kind].disposition === "stall" || attempts + 1 >= mostAttempts;
  if (!isAway && isFinal) {
    deps.log.warn(facts, `not told to the forge: ${failure.message}`);
    await outbox.bury(position, failure.message);
    return null;
  }
  const rest = Math.min(failure.retryAfterMs ?? backOff(attempts + 1, deps.random), longestRestMs);
  const until = deps.clock.now() + rest;
  await outbox.retryLater(position, toTimestamp(until), failure.message);
  return isAway ? until : null;
}
