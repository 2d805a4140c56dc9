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

/** The forge wants few requests at once. */
const checksAtOnce = 4;

/** A fault that is nobody's refusal is tried this often before a person has to look. */
const mostAttempts = 20;

type Delivered = "delivered" | "postponed" | "buried" | "stopped";

/**
 * Tells the forge everything that is due, oldest first. The first entry that the forge does not answer, or that a
 * withdrawn installation refuses, ends the round: what comes after it waits behind it. `isMine` says before each batch whether this process still has the lease.
 */
export async function deliverOutbox(
  deps: ForgeLoopDeps,
  isMine: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !isPaused(deps) && (await isMine())) {
    const entries = await deps.store.outbox.listDue(forgeTopics, batch);
    for (const together of inGroups(entries)) {
      const outcomes = await Promise.all(together.map((entry) => deliver(deps, entry, signal)));
      if (outcomes.includes("stopped")) return;
    }
    if (entries.length < batch) return;
  }
}

/** Checks that follow each other, a few at a time: each is its own, and takes two answers of the forge or more. */
function inGroups(entries: readonly OutboxEntry[]): readonly (readonly OutboxEntry[])[] {
  const groups: OutboxEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const isJoining = entry.topic === "check" && last?.[0]?.topic === "check" && last.length < checksAtOnce;
    if (isJoining) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function isPaused({ forge, clock }: ForgeLoopDeps): boolean {
  const { pausedUntil } = forge.status();
  return pausedUntil !== null && fromTimestamp(pausedUntil) > clock.now();
}

async function deliver(deps: ForgeLoopDeps, entry: OutboxEntry, signal: AbortSignal): Promise<Delivered> {
  try {
    await publishEntry(deps, entry, signal);
    await deps.store.outbox.markDelivered(entry);
    return "delivered";
  } catch (thrown) {
    if (signal.aborted) return "stopped";
    return putAside(deps, entry, toFailure(thrown));
  }
}

async function putAside(deps: ForgeLoopDeps, entry: OutboxEntry, failure: Failure): Promise<Delivered> {
  const { outbox } = deps.store;
  const { topic, target, attempts, position } = entry;
  const facts = { topic, target, attempts, kind: failure.kind };
  if (failure.kind === "database-unreachable" || failure.kind === "disk-full") throw failure;
  const isAway = isForgeAway(failure);
  const isFinal = failureKinds[failure.kind].disposition === "stall" || attempts + 1 >= mostAttempts;
  if (!isAway && isFinal) {
    deps.log.warn(facts, `not told to the forge: ${failure.message}`);
    await outbox.bury(position, failure.message);
    return "buried";
  }
  const rest = Math.min(failure.retryAfterMs ?? backOff(attempts + 1, deps.random), longestRestMs);
  await outbox.retryLater(position, toTimestamp(deps.clock.now() + rest), failure.message);
  return isAway ? "stopped" : "postponed";
}
