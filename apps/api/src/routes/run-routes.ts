import { Failure, isFinal, type Page, runStates, type RunSummary, type WaitReason } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { isVisible } from "../access/environment-filter.ts";
import { tokenActor } from "../access/token-actor.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadVisibleRun } from "../runs/load-visible-run.ts";
import { runFilters, runOrder, toRunFilter } from "../runs/run-filter.ts";
import { erasureView, presentErasure } from "../views/erasure-view.ts";
import { plainTextPattern } from "../views/fields.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentRun, presentRunSummary, runResponse, runSummaryView, runView } from "../views/run-view.ts";

const tag = "Runs";

/** `/runs`: what ran, how, and where it came from. */
export function runRoutes(deps: RouteDeps) {
  const { runs, retention } = deps.store;
  return new Hono<ApiEnv>()
    .get("/runs", listOperation, async (c) => {
      const query = c.req.valid("query");
      const environment = await loadEnvironmentFilter(deps, c.var.token, query.environment);
      const filter = toRunFilter(query, environment);
      const page = await loadPage(
        toPageRequest(query),
        async (request) => withReasons(deps, await runs.list(filter, request)),
        ({ run, reason }) => (isVisible(c.var.token, run) ? presentRunSummary(run, reason) : null),
      );
      return c.json(page, 200);
    })
    .get("/runs/:id", loadOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      const reasons = await explain(deps, [run]);
      return c.json({ run: presentRun(run, reasons.get(run.id)) }, 200);
    })
    .post("/runs/:id/cancel", cancelOperation, async (c) => {
      const run = await loadVisibleRun(deps, c.var.token, c.req.param("id"));
      if (!isFinal(runStates, run.state)) await runs.requestCancel(run.id);
      const now = await loadVisibleRun(deps, c.var.token, run.id);
      return c.json({ run: presentRun(now) }, isFinal(runStates, now.state) ? 200 : 202);
    })
    .post("/runs/:id/erase", eraseOperation, async (c) => {
      const { token } = c.var;
      const { id: run } = await loadVisibleRun(deps, token, c.req.param("id"));
      const { reason } = c.req.valid("json");
      const erasure = await retention.erase({ run, actor: tokenActor(token), reason });
      if (erasure === null) throw notEnded();
      const now = await loadVisibleRun(deps, token, run);
      return c.json({ run: presentRun(now), erasure: presentErasure(erasure) }, 200);
    });
}

/** Only runs that have not ended can wait. */
function explain({ store }: RouteDeps, runs: readonly RunSummary[]) {
  const open = runs.filter(({ state }) => state === "queued" || state === "waiting");
  return open.length === 0 ? new Map<string, WaitReason>() : store.queues.explain(open.map(({ id }) => id));
}

async function withReasons(deps: RouteDeps, { items, next }: Page<RunSummary>) {
  const reasons = await explain(deps, items);
  return { items: items.map((run) => ({ run, reason: reasons.get(run.id) })), next };
}

const filters = Type.Object(
  { ...pageParameters, ...runFilters, ...runOrder },
  { additionalProperties: false },
);

function notEnded(): Failure {
  return new Failure("conflict", "The run goes on. Cancel it, or erase it when it has ended.", {
    code: "RUN_NOT_ENDED",
  });
}

const listOperation = operation({
  tag,
  summary: "List runs, newest first",
  role: "viewer",
  query: filters,
  responses: { 200: { description: "A page of runs.", schema: pageOf(runSummaryView) } },
});

const loadOperation = operation({
  tag,
  summary: "Show a run",
  role: "viewer",
  responses: { 200: { description: "The run with its provenance.", schema: runResponse } },
});

const cancelOperation = operation({
  tag,
  summary: "Cancel a run",
  description:
    "Ends a queued or waiting run at once and reaches running steps within a second; runs that it awaits are cancelled with it. Cancelling what has ended changes nothing.",
  role: "runner",
  responses: {
    200: { description: "The run has ended.", schema: runResponse },
    202: { description: "The cancellation is on its way.", schema: runResponse },
  },
});

const eraseOperation = operation({
  tag,
  summary: "Erase what went into a run and came out of it",
  description:
    "Input, outputs, log lines and what errors say are removed for good. The run, its steps and its provenance stay, with a record of who did it, why, and a digest of what it was. A run is erased once.",
  role: "admin",
  body: Type.Object(
    {
      reason: Type.String({
        minLength: 3,
        maxLength: 1_000,
        pattern: plainTextPattern,
        description: "Why; kept for ever, so it must not hold what is to be erased.",
      }),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: { description: "Erased.", schema: Type.Object({ run: runView, erasure: erasureView }) },
  },
});
