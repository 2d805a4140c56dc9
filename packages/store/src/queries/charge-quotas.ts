import {
  describeScope,
  Failure,
  fromTimestamp,
  type NewRun,
  type Quotas,
  type ScopedQuotas,
  scopeKey,
  type Timestamp,
} from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { quotaUsage } from "../schema/index.ts";
import { countQueued } from "./count-queued.ts";
import { sumCost } from "./sum-cost.ts";

interface Usage {
  readonly minute_runs: number;
  readonly day_runs: number;
}

const thisMinute = sql`substr(lockstep_now(), 1, 16)`;
const today = sql`substr(lockstep_now(), 1, 10)`;

/**
 * Counts the run. The row stays locked until the run is durable: runs of one scope are accepted one after the other.
 * The clock is read once the row is locked, so that nobody who had to wait sets it back to an earlier minute.
 */
const charge = statement<{ scope: string }, Usage>(
  ({ scope }) => sql`
    INSERT INTO ${quotaUsage} (scope, minute, minute_runs, day, day_runs)
    VALUES (${scope}, ${thisMinute}, 1, ${today}, 1)
    ON CONFLICT (scope) DO UPDATE SET
      minute_runs = CASE WHEN quota_usage.minute = ${thisMinute} THEN quota_usage.minute_runs + 1 ELSE 1 END,
      minute = ${thisMinute},
      day_runs = CASE WHEN quota_usage.day = ${today} THEN quota_usage.day_runs + 1 ELSE 1 END,
      day = ${today}
    RETURNING minute_runs, day_runs`,
);

/**
 * Counts a run against every quota that it is under, the widest first. Fails as `quota-exceeded` with code
 * `QUOTA_EXCEEDED`, which undoes the counting with the rest of the transaction.
 */
export function* chargeQuotas(run: NewRun, now: Timestamp): Query<void> {
  for (const scoped of run.admission.quotas)
    if (isJudgedHere(scoped.quotas)) yield* chargeScope(run, scoped, now);
}

/** How many runs execute at the same time is judged by the claim. */
function isJudgedHere({ concurrentRuns: _concurrentRuns, ...quotas }: Quotas): boolean {
  return Object.values(quotas).some((limit) => limit !== null);
}

function* chargeScope(run: NewRun, scoped: ScopedQuotas, now: Timestamp): Query<void> {
  const { queuedRuns, costPerDay } = scoped.quotas;
  const counted = yield* firstOf(charge, { scope: scopeKey(scoped) });
  const { minute_runs, day_runs } = counted ?? { minute_runs: 1, day_runs: 1 };
  const tomorrow = untilNext(86_400_000, now);
  assertBelow(scoped, "runsPerMinute", { used: minute_runs - 1, retryAfterMs: untilNext(60_000, now) });
  assertBelow(scoped, "runsPerDay", { used: day_runs - 1, retryAfterMs: tomorrow });
  if (queuedRuns !== null) {
    const used = yield* countQueued(run, scoped, queuedRuns);
    assertBelow(scoped, "queuedRuns", { used, retryAfterMs: queueRetryMs });
  }
  if (costPerDay !== null) {
    const used = yield* sumCost(scoped, now.slice(0, 10));
    assertBelow(scoped, "costPerDay", { used, retryAfterMs: tomorrow });
  }
}

/** Nobody knows when a queue gets shorter; clients that come back every few seconds do no harm. */
const queueRetryMs = 5_000;

/** Milliseconds until the next multiple of a span: the next minute, or midnight UTC. */
function untilNext(span: number, now: Timestamp): number {
  return span - (fromTimestamp(now) % span);
}

const usedUp: Readonly<Record<keyof Quotas, string>> = {
  concurrentRuns: "running",
  queuedRuns: "waiting",
  runsPerMinute: "accepted in this minute",
  runsPerDay: "accepted today (UTC)",
  costPerDay: "spent today (UTC)",
};

function assertBelow(
  scoped: ScopedQuotas,
  quota: keyof Quotas,
  { used, retryAfterMs }: { readonly used: number; readonly retryAfterMs: number },
): void {
  const limit = scoped.quotas[quota];
  if (limit === null || used < limit) return;
  const { scope, environment } = scoped;
  const whose = scope === "environment" ? environment : `${describeScope(scoped)} in ${environment}`;
  const seconds = Math.ceil(retryAfterMs / 1_000);
  const message = `The quota ${quota} of ${whose} is used up: ${used} of ${limit} ${usedUp[quota]}. Try again in ${seconds} s, or raise the quota in the environment's manifest.`;
  throw new Failure("quota-exceeded", message, { code: "QUOTA_EXCEEDED", retryAfterMs });
}
