import { type Failure, failureKinds, fromTimestamp, type OutboxEntry, toFailure } from "@lockstep/model";

import { isLastAttempt, putAside, restAfter } from "../outbox/put-aside.ts";
import { longestRestMs } from "../reconcile/back-off.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import { isForgeAway } from "./forge-fault.ts";
import { forgeTopics } from "./outbox-entries.ts";
import { publishEntry } from "./publish-entry.ts";

/** Entries that are read at a time. */
const batch = 50;

/** The forge wants few requests at once. */
const checksAtOnce = 4;

/** After so many tries without an answer, while the forge answers others, an entry lets the others pass. */
const patientAttempts = 8;
const recentlyMs = 120_000;

/** What came of one entry; `rest` is how long nothing at all is sent, in milliseconds. */
type Outcome = "done" | { readonly rest: number };

/** Tells the forge what waits in the outbox. */
export interface OutboxDelivery {
  /**
   * Tells everything that is due, oldest first. The first entry that the forge does not answer, or that a withdrawn
   * installation refuses, ends the round and begins a rest: what comes after it waits behind it. `isMine` says before
   * each batch whether this process still has the lease.
   */
  deliver(isMine: () => Promise<boolean>, signal: AbortSignal): Promise<void>;
}

export function createOutboxDelivery(deps: ForgeLoopDeps): OutboxDelivery {
  let restUntil = Number.NEGATIVE_INFINITY;

  function isResting(): boolean {
    const now = deps.clock.now();
    const { pausedUntil } = deps.forge.status();
    // A rest longer than any that is ever given comes from a clock that was set back since.
    const isOurs = restUntil > now && restUntil - now <= longestRestMs;
    return isOurs || (pausedUntil !== null && fromTimestamp(pausedUntil) > now);
  }

  return {
    async deliver(isMine, signal) {
      while (!signal.aborted && !isResting() && (await isMine())) {
        const entries = await deps.store.outbox.listDue(forgeTopics, batch);
        for (const together of inGroups(entries)) {
          const outcomes = await Promise.all(together.map((entry) => deliverOne(deps, entry, signal)));
          if (signal.aborted) return;
          const rests = outcomes.flatMap((outcome) => (outcome === "done" ? [] : outcome.rest));
          if (rests.length === 0) continue;
          restUntil = deps.clock.now() + Math.max(...rests);
          return;
        }
        if (entries.length < batch) return;
      }
    },
  };
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

async function deliverOne(deps: ForgeLoopDeps, entry: OutboxEntry, signal: AbortSignal): Promise<Outcome> {
  try {
    await publishEntry(deps, entry, signal);
    await deps.store.outbox.markDelivered(entry);
    return "done";
  } catch (thrown) {
    return signal.aborted ? "done" : handle(deps, entry, toFailure(thrown));
  }
}

async function handle(deps: ForgeLoopDeps, entry: OutboxEntry, failure: Failure): Promise<Outcome> {
  const isAway = isForgeAway(failure);
  const isFinal = failureKinds[failure.kind].disposition === "stall" || isLastAttempt(entry);
  const rest = isFinal && !isAway ? null : restAfter(failure, entry.attempts + 1, deps.random);
  await putAside(deps, entry, { failure, restMs: rest });
  return rest !== null && isAway && !isOfEntryAlone(deps, entry, failure) ? { rest } : "done";
}

/** Whether the forge answers everybody else: then one entry must not hold up the rest for ever. */
function isOfEntryAlone(
  { forge, clock }: ForgeLoopDeps,
  { attempts }: OutboxEntry,
  failure: Failure,
): boolean {
  const { answeredAt } = forge.status();
  if (failure.kind !== "forge-unreachable" || failure.retryAfterMs !== undefined || answeredAt === null)
    return false;
  return attempts >= patientAttempts && clock.now() - fromTimestamp(answeredAt) < recentlyMs;
}
