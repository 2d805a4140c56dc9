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

/** Counts the run. The row stays locked until the run is durable: runs of one scope are accepted one after the other. */
const charge = statement<{ scope: string; minute: string; day: string }, Usage>(
  ({ scope, minute, day }) => sql`
    INSERT INTO ${quotaUsage} (scope, minute, minute_runs, day, day_runs) VALUES (${scope}, ${minute}, 1, ${day}, 1)
    ON CONFLICT (scope) DO UPDATE SET
      minute_runs = CASE WHEN quota_usage.minute = excluded.minute THEN quota_usage.minute_runs + 1 ELSE 1 END,
      minute = excluded.minute,
      day_runs = CASE WHEN quota_usage.day = excluded.day THEN quota_usage.day_runs + 1 ELSE 1 END,
      day = excluded.day
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
  const { runsPerMinute, runsPerDay, queuedRuns, costPerDay } = scoped.quotas;
  const [day, minute] = [now.slice(0, 10), now.slice(0, 16)];
  const used = yield* firstOf(charge, { scope: scopeKey(scoped), minute, day });
  const { minute_runs, day_runs } = used ?? { minute_runs: 0, day_runs: 0 };
  if (runsPerMinute !== null && minute_runs > runsPerMinute)
    throw exceeded(scoped, "runsPerMinute", {
      per: "in this minute",
      retryAfterMs: 60_000 - millisecondsInto(now, 60_000),
    });
  const untilTomorrow = 86_400_000 - millisecondsInto(now, 86_400_000);
  if (runsPerDay !== null && day_runs > runsPerDay)
    throw exceeded(scoped, "runsPerDay", { per: "today (UTC)", retryAfterMs: untilTomorrow });
  if (queuedRuns !== null && (yield* countQueued(run, scoped, queuedRuns)) >= queuedRuns)
    throw exceeded(scoped, "queuedRuns", { per: "waiting", retryAfterMs: queueRetryMs });
  if (costPerDay !== null && (yield* sumCost(scoped, day)) >= costPerDay)
    throw exceeded(scoped, "costPerDay", { per: "spent today (UTC)", retryAfterMs: untilTomorrow });
}

/** Nobody knows when a queue gets shorter; clients that come back every few seconds do no harm. */
const queueRetryMs = 5_000;

function millisecondsInto(now: Timestamp, span: number): number {
  return fromTimestamp(now) % span;
}

function exceeded(
  scoped: ScopedQuotas,
  quota: keyof Quotas,
  { per, retryAfterMs }: { readonly per: string; readonly retryAfterMs: number },
): Failure {
  const { scope, environment } = scoped;
  const whose = scope === "environment" ? environment : `${describeScope(scoped)} in ${environment}`;
  const limit = scoped.quotas[quota];
  const seconds = Math.ceil(retryAfterMs / 1_000);
  const message = `The quota ${quota} of ${whose} is used up: ${limit} of ${limit} ${per}. Try again in ${seconds} s, or raise the quota in the environment's manifest.`;
  return new Failure("quota-exceeded", message, { code: "QUOTA_EXCEEDED", retryAfterMs });
}
