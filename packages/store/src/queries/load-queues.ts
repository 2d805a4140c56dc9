import type { QueueLoad, QueueOverview, QueueStatus, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { loadQuotaUsage } from "./load-quota-usage.ts";

/** Runs that have not ended, of one pipeline and team in one state. */
export interface OpenRuns {
  readonly queue: string;
  readonly account: string;
  readonly slug: Slug;
  readonly state: "queued" | "running" | "waiting";
  readonly is_held: number;
  readonly runs: number;
  readonly oldest: string;
}

/** By state: the concatenation keeps SQLite from reading every run that the environment ever had. */
const select = statement<{ environment: Slug }, OpenRuns>(
  ({ environment }) => sql`
    SELECT queue, account, slug, state, CASE WHEN ready = 0 THEN 1 ELSE 0 END AS is_held,
      count(*) AS runs, min(created_at) AS oldest
    FROM ${runs} WHERE state IN ('queued', 'running', 'waiting') AND environment || '' = ${environment}
    GROUP BY queue, account, slug, state, is_held`,
);

/** The queues of an environment and how much of its quotas is used. */
export function* loadQueues(environment: Slug): Query<QueueOverview> {
  const open = yield* rowsOf(select, { environment });
  return { queues: queuesOf(open), quotas: yield* loadQuotaUsage(environment, open) };
}

function queuesOf(open: readonly OpenRuns[]): readonly QueueStatus[] {
  return [...groupBy(open, ({ queue }) => queue)].map(([queue, ofQueue]) => ({
    queue,
    ...loadOf(ofQueue),
    teams: [...groupBy(ofQueue, ({ account }) => account)].map(([team, ofTeam]) => ({
      team,
      ...loadOf(ofTeam),
    })),
  }));
}

function loadOf(open: readonly OpenRuns[]): QueueLoad {
  const count = (matches: (one: OpenRuns) => boolean) =>
    open.filter(matches).reduce((sum, { runs: some }) => sum + some, 0);
  const queued = open.filter(({ state }) => state === "queued");
  return {
    queued: count(({ state }) => state === "queued"),
    held: count(({ state, is_held }) => state === "queued" && is_held === 1),
    running: count(({ state }) => state === "running"),
    waiting: count(({ state }) => state === "waiting"),
    oldestQueuedAt:
      queued
        .map(({ oldest }) => oldest)
        .sort()
        .at(0) ?? null,
  };
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const key of [...new Set(items.map(keyOf))].sort()) groups.set(key, []);
  for (const item of items) groups.get(keyOf(item))?.push(item);
  return groups;
}
