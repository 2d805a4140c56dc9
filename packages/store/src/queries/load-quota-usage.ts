import {
  allQuotasOf,
  type Environment,
  type Quotas,
  type QuotaUsage,
  type ScopedQuotas,
  scopeKey,
  type Slug,
} from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { configurations, environmentStates, quotaUsage } from "../schema/index.ts";
import type { OpenRuns } from "./load-queues.ts";
import { readNow } from "./read-now.ts";
import { sumCost } from "./sum-cost.ts";

const selectPolicy = statement<{ environment: Slug }, { readonly configuration: string }>(
  ({ environment }) => sql`
    SELECT c.configuration FROM ${environmentStates} AS s
    JOIN ${configurations} AS c ON c.digest = s.configuration_digest
    WHERE s.environment = ${environment} ORDER BY s.sequence DESC LIMIT 1`,
);

type UsageRow = InferSelectModel<typeof quotaUsage>;

const selectUsage = statement<{ scopes: readonly string[] }, UsageRow>(
  ({ scopes }, { isOneOf }) => sql`SELECT * FROM ${quotaUsage} WHERE ${isOneOf(sql`scope`, scopes)}`,
);

/** How much of each quota is used; only quotas that limit something. */
export function* loadQuotaUsage(environment: Slug, open: readonly OpenRuns[]): Query<readonly QuotaUsage[]> {
  const policy = (yield* firstOf(selectPolicy, { environment }))?.configuration ?? null;
  if (policy === null) return [];
  const scopes = allQuotasOf(JSON.parse(policy) as Environment);
  const now = yield* readNow();
  const rows = yield* rowsOf(selectUsage, { scopes: scopes.map(scopeKey) });
  const accepted = new Map(rows.map((row) => [row.scope, row]));
  const usages: QuotaUsage[] = [];
  for (const scoped of scopes) {
    const row = accepted.get(scopeKey(scoped));
    const used: Record<keyof Quotas, number> = {
      concurrentRuns: countOf(open, scoped, "running"),
      queuedRuns: countOf(open, scoped, "queued"),
      runsPerMinute: row?.minute === now.slice(0, 16) ? row.minute_runs : 0,
      runsPerDay: row?.day === now.slice(0, 10) ? row.day_runs : 0,
      costPerDay: scoped.quotas.costPerDay === null ? 0 : yield* sumCost(scoped, now.slice(0, 10)),
    };
    usages.push(...usagesOf(scoped, used));
  }
  return usages;
}

function usagesOf({ scope, name, quotas }: ScopedQuotas, used: Record<keyof Quotas, number>): QuotaUsage[] {
  const names = Object.keys(used) as (keyof Quotas)[];
  return names.flatMap((quota) => {
    const limit = quotas[quota];
    return limit === null ? [] : [{ scope, name, quota, limit, used: used[quota] }];
  });
}

function countOf(open: readonly OpenRuns[], { scope, name }: ScopedQuotas, state: OpenRuns["state"]): number {
  const counted = open.filter(
    (one) =>
      one.state === state &&
      (scope === "environment" || (scope === "team" ? one.account === name : one.slug === name)),
  );
  return counted.reduce((sum, { runs }) => sum + runs, 0);
}
