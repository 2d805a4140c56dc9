import type { RunCounts, RunState, Slug, Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { runFilters, toRunFilter } from "../runs/run-filter.ts";
import { runCountsView, runDurationsView } from "../views/run-summary-view.ts";

const mostPoints = 1_000;

/** `/runs/counts` and `/runs/durations`: a list of runs at a glance. */
export function runSummaryRoutes(deps: RouteDeps) {
  const { insights } = deps.store;
  return new Hono<ApiEnv>()
    .get("/runs/counts", countsOperation, async (c) => {
      const query = c.req.valid("query");
      const reach = await reachOf(deps, c.var.token, query.environment);
      const found = await Promise.all(
        reach.map((environment) => insights.countRuns(toRunFilter(query, environment))),
      );
      return c.json(sumOf(found), 200);
    })
    .get("/runs/durations", durationsOperation, async (c) => {
      const query = c.req.valid("query");
      const reach = await reachOf(deps, c.var.token, query.environment);
      const found = await Promise.all(
        reach.map((environment) => insights.listDurations(toRunFilter(query, environment), mostPoints + 1)),
      );
      const newest = found.flat().sort((one, other) => (one.id < other.id ? 1 : -1));
      const points = newest.slice(0, mostPoints).map(({ id, slug, createdAt, durationMs, state }) => ({
        id,
        slug,
        at: createdAt,
        durationMs,
        status: state,
      }));
      return c.json({ points, isCut: newest.length > mostPoints }, 200);
    });
}

/** What to ask for one after the other: `null` is all environments at once. */
async function reachOf(
  deps: RouteDeps,
  token: Token,
  named: Slug | undefined,
): Promise<readonly (Slug | null)[]> {
  const one = await loadEnvironmentFilter(deps, token, named);
  return one === null ? (token.environments ?? [null]) : [one];
}

function sumOf(found: readonly RunCounts[]): { states: Record<RunState, number>; isCut: boolean } {
  const states = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const counts of found) {
    for (const state of Object.keys(states) as RunState[]) states[state] += counts.states[state];
  }
  return { states, isCut: found.some(({ isCut }) => isCut) };
}

const query = Type.Object(runFilters, { additionalProperties: false });
const tag = "Runs";

const countsOperation = operation({
  tag,
  summary: "Count runs by state",
  description:
    "With the filters of the list; `state` is taken and changes nothing, so that one query serves both. Of more than 10 000 runs in each environment the newest are counted.",
  role: "viewer",
  query,
  responses: { 200: { description: "How many are in each state.", schema: runCountsView } },
});

const durationsOperation = operation({
  tag,
  summary: "Show how long runs took, newest first",
  description: "With the filters of the list: the newest 1000 that started and ended.",
  role: "viewer",
  query,
  responses: { 200: { description: "A point for each run.", schema: runDurationsView } },
});
