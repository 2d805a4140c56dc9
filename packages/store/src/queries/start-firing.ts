import {
  checksumOf,
  type FiringName,
  type FiringStart,
  type FiringStarted,
  type NewFiring,
  type Run,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { Rollback } from "../database/rollback.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggers, runs, triggerFirings } from "../schema/index.ts";
import { claimIdempotencyKey } from "./claim-idempotency-key.ts";
import { createRun } from "./create-run.ts";
import { loadRun } from "./load-run.ts";
import { wakeNextFiring } from "./wake-next-firing.ts";

type Name = { environment: string; slug: string; trigger: string };
type NameAndKey = Name & { key: string };

const selectTrigger = statement<Name, { readonly enabled: number }>(
  ({ environment, slug, trigger }) => sql`
    SELECT enabled FROM ${appliedTriggers}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}`,
);

/** Firings that must not overlap take turns on their trigger's row. */
const lockTrigger = statement<Name, { readonly enabled: number }>(
  ({ environment, slug, trigger }, { lockingRows }) => sql`
    SELECT enabled FROM ${appliedTriggers}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}${lockingRows}`,
);

const selectOldest = statement<Name, { readonly key: string }>(
  ({ environment, slug, trigger }) => sql`
    SELECT key FROM ${triggerFirings}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger} AND state = 'pending'
    ORDER BY position LIMIT 1`,
);

/** Only the newest that started runs: where these must not overlap, one that has not ended cannot be far. */
const selectUnended = statement<Name, { readonly id: string }>(
  ({ environment, slug, trigger }) => sql`
    SELECT r.id FROM (
      SELECT run FROM ${triggerFirings}
      WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}
        AND run IS NOT NULL
      ORDER BY position DESC LIMIT 200
    ) AS fresh
    JOIN ${runs} AS r ON r.id = fresh.run
    WHERE r.state IN ('queued', 'running', 'waiting') LIMIT 1`,
);

const settleAsStarted = statement<
  NameAndKey & { type: string; scheduledAt: string; depth: number; run: string }
>(
  (given) => sql`
    INSERT INTO ${triggerFirings} (
      environment, key, slug, trigger_id, type, state, scheduled_at, depth, attempts, run, created_at, ended_at)
    VALUES (
      ${given.environment}, ${given.key}, ${given.slug}, ${given.trigger}, ${given.type}, 'started',
      ${given.scheduledAt}, ${given.depth}, 1, ${given.run}, lockstep_now(), lockstep_now())
    ON CONFLICT (environment, key, slug, trigger_id) DO UPDATE SET
      state = 'started', run = excluded.run, payload = NULL, reason = NULL, next_at = NULL, ended_at = lockstep_now()
    WHERE ${triggerFirings.state} = 'pending'`,
);

const selectRun = statement<NameAndKey, { readonly run: string | null }>(
  ({ environment, key, slug, trigger }) => sql`
    SELECT run FROM ${triggerFirings}
    WHERE environment = ${environment} AND key = ${key} AND slug = ${slug} AND trigger_id = ${trigger}`,
);

/** Whoever presents the same thing again asks for the same run. */
const onceOnly = checksumOf("lockstep-request/v1", "once");

/** Settles a firing as started and makes its run: both or neither. */
export function* startFiring(start: FiringStart): Query<FiringStarted | Rollback<FiringStarted>> {
  const hindrance = yield* findHindrance(start);
  if (hindrance !== null) return { outcome: hindrance };
  const { firing, once } = start;
  const { run, isNew } = yield* createRun(start.run);
  const twin = once === null ? null : yield* claimIdempotencyKey({ ...once, body: onceOnly, run: run.id });
  if (twin !== null) return new Rollback(again(yield* loadRun(twin.run ?? ""), true));
  // What may be used once stays used, also by a request that is the second of its kind.
  if (!isNew) return again(run, false);
  const { type, scheduledAt, depth } = firing;
  const settled = { ...nameOf(firing), type, scheduledAt, depth, run: run.id };
  if ((yield* changesOf(settleAsStarted, settled)) === 0) return new Rollback(yield* duplicate(firing));
  if (start.overlap !== "allow") yield* wakeNextFiring(firing);
  return { outcome: "started", run };
}

function* findHindrance({
  firing,
  overlap,
}: FiringStart): Query<Exclude<FiringStarted["outcome"], "started" | "duplicate"> | null> {
  const { environment, slug, trigger, key } = firing;
  const name = { environment, slug, trigger };
  const armed = yield* firstOf(overlap === "allow" ? selectTrigger : lockTrigger, name);
  if (armed?.enabled !== 1) return "gone";
  if (overlap === "allow") return null;
  const oldest = yield* firstOf(selectOldest, name);
  if (oldest !== null && oldest.key !== key) return "later";
  return (yield* firstOf(selectUnended, name)) === null ? null : "overlapping";
}

function* duplicate(firing: NewFiring): Query<FiringStarted> {
  const known = yield* firstOf(selectRun, nameOf(firing));
  const run = known?.run ?? null;
  return again(run === null ? null : yield* loadRun(run), false);
}

function again(run: Run | null, isReplay: boolean): FiringStarted {
  return { outcome: "duplicate", run, isReplay };
}

function nameOf({ environment, slug, trigger, key }: FiringName): NameAndKey {
  return { environment, slug, trigger, key };
}
