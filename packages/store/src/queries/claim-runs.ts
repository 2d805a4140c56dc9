import type { ClaimedRun } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runOf, type RunRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";
import { loadAttemptsOfRuns } from "./load-attempts-of-runs.ts";

export interface NamedClaim {
  readonly holder: string;
  readonly ids: readonly string[];
  readonly leaseMs: number;
}

export interface ClaimRequest {
  readonly holder: string;
  readonly queues: readonly string[] | null;
  readonly limit: number;
  readonly leaseMs: number;
}

interface Candidate {
  readonly id: string;
  readonly priority: number;
}

/** A run is queued until its first claim. Condition and order are those of the index `runs_never_claimed`. */
const selectQueued = statement<{ limit: number }, Candidate>(
  ({ limit }, { skippingLocked }) => sql`
    SELECT id, priority FROM ${runs} WHERE fencing_token = 0
    ORDER BY priority DESC, id LIMIT ${limit}${skippingLocked}`,
);

const selectQueuedIn = statement<{ limit: number; queues: readonly string[] }, Candidate>(
  ({ limit, queues }, { isOneOf, skippingLocked }) => sql`
    SELECT id, priority FROM ${runs} WHERE fencing_token = 0 AND ${isOneOf(sql`queue`, queues)}
    ORDER BY priority DESC, id LIMIT ${limit}${skippingLocked}`,
);

/** Waiting runs whose time has come and running ones whose lease ended: final ones have no `due_at`. */
const selectDue = statement<{ limit: number }, Candidate>(
  ({ limit }, { skippingLocked }) => sql`
    SELECT id, priority FROM ${runs} WHERE due_at <= lockstep_now()
    ORDER BY due_at LIMIT ${limit}${skippingLocked}`,
);

const selectDueIn = statement<{ limit: number; queues: readonly string[] }, Candidate>(
  ({ limit, queues }, { isOneOf, skippingLocked }) => sql`
    SELECT id, priority FROM ${runs} WHERE due_at <= lockstep_now() AND ${isOneOf(sql`queue`, queues)}
    ORDER BY due_at LIMIT ${limit}${skippingLocked}`,
);

const take = statement<{ ids: readonly string[]; holder: string; leaseMs: number }, RunRow>(
  ({ ids, holder, leaseMs }, { isOneOf }) => sql`
    UPDATE ${runs} SET
      state = 'running',
      holder = ${holder},
      fencing_token = fencing_token + 1,
      due_at = lockstep_after(${leaseMs}),
      wake_at = NULL,
      started_at = coalesce(started_at, lockstep_now())
    WHERE ${isOneOf(sql`id`, ids)}
    RETURNING *`,
);

/** One statement: who is asked for by name needs no order, and what may not be taken is left alone. */
const takeNamed = statement<{ ids: readonly string[]; holder: string; leaseMs: number }, RunRow>(
  ({ ids, holder, leaseMs }, { isOneOf }) => sql`
    UPDATE ${runs} SET
      state = 'running',
      holder = ${holder},
      fencing_token = fencing_token + 1,
      due_at = lockstep_after(${leaseMs}),
      wake_at = NULL,
      started_at = coalesce(started_at, lockstep_now())
    WHERE ${isOneOf(sql`id`, ids)} AND (state = 'queued' OR due_at <= lockstep_now()
      OR (state = 'running' AND holder = ${holder}))
    RETURNING *`,
);

/** Takes those of the named runs that are free or already the holder's, as one whose claim was never answered is. */
export function* claimNamedRuns({ leaseMs, ...given }: NamedClaim): Query<readonly ClaimedRun[]> {
  const taken = yield* rowsOf(takeNamed, { ...given, leaseMs: Math.ceil(leaseMs) });
  return yield* withAttempts(taken);
}

/** Takes runs for a holder until its lease ends; higher priority and older first. */
export function* claimRuns({ holder, queues, limit, leaseMs }: ClaimRequest): Query<readonly ClaimedRun[]> {
  const candidates = yield* findCandidates(queues, limit);
  if (candidates.length === 0) return [];
  const ids = [...candidates]
    .sort(byTurn)
    .slice(0, limit)
    .map(({ id }) => id);
  const taken = [...(yield* rowsOf(take, { ids, holder, leaseMs: Math.ceil(leaseMs) }))].sort(byTurn);
  return yield* withAttempts(taken);
}

function* withAttempts(taken: readonly RunRow[]): Query<readonly ClaimedRun[]> {
  // A run's first claim finds no attempts, and most claims are first ones.
  const resumed = taken.flatMap(({ id, fencing_token }) => (fencing_token > 1 ? [id] : []));
  const attempts = yield* loadAttemptsOfRuns(resumed);
  return taken.map((row) => ({
    run: runOf(row),
    fencingToken: row.fencing_token,
    attempts: attempts.get(row.id) ?? [],
  }));
}

function* findCandidates(queues: readonly string[] | null, limit: number): Query<readonly Candidate[]> {
  if (queues === null) {
    return [...(yield* rowsOf(selectDue, { limit })), ...(yield* rowsOf(selectQueued, { limit }))];
  }
  return [
    ...(yield* rowsOf(selectDueIn, { limit, queues })),
    ...(yield* rowsOf(selectQueuedIn, { limit, queues })),
  ];
}

function byTurn(a: Candidate, b: Candidate): number {
  return b.priority - a.priority || (a.id < b.id ? -1 : 1);
}
