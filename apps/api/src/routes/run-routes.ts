import { Failure, isFinal, type Run, runStates, stepIdPattern, type Token } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { environmentFilter, isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { id, list, slug, version } from "../views/fields.ts";
import { logLevel, logLineView, presentLogLine } from "../views/log-line-view.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentRun, presentRunSummary, runResponse, runStatus, runSummaryView } from "../views/run-view.ts";
import { presentStepAttempt, stepAttemptView } from "../views/step-attempt-view.ts";

const tag = "Runs";

/** `/runs`: what ran, how, and where it came from. */
export function runRoutes(deps: RouteDeps) {
  const { runs } = deps.store;
  return new Hono<ApiEnv>()
    .get("/runs", listOperation, async (c) => {
      const query = c.req.valid("query");
      const filter = {
        environment: environmentFilter(c.var.token, query.environment),
        slug: query.pipeline ?? null,
        states: query.state ?? [],
        version: query.version ?? null,
        deploy: query.deploy ?? null,
      };
      const page = await loadPage(
        toPageRequest(query),
        (request) => runs.list(filter, request),
        (run) => (isVisible(c.var.token, run) ? presentRunSummary(run) : null),
      );
      return c.json(page, 200);
    })
    .get("/runs/:id", loadOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      return c.json({ run: presentRun(run) }, 200);
    })
    .get("/runs/:id/steps", stepsOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const attempts = await runs.loadAttempts(run.id);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(attempts), presentStepAttempt),
        200,
      );
    })
    .get("/runs/:id/logs", logsOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const { step = null, level = null, ...page } = c.req.valid("query");
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => runs.listLogs(run.id, { step, levels: level === null ? [] : [level] }, request),
          presentLogLine,
        ),
        200,
      );
    })
    .post("/runs/:id/cancel", cancelOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      if (!isFinal(runStates, run.state)) {
        await runs.requestCancel(run.id);
        await deps.store.signals.notify("run");
      }
      const now = await loadRun(deps, c.var.token, run.id);
      return c.json({ run: presentRun(now) }, isFinal(runStates, now.state) ? 200 : 202);
    });
}

async function loadRun({ store }: RouteDeps, token: Token, id: string): Promise<Run> {
  const run = await store.runs.load(id);
  if (run !== null && isVisible(token, run)) return run;
  throw new Failure(
    "not-found",
    "There is no run with this id here. GET /api/v1/runs lists the runs there are.",
  );
}

const listOperation = operation({
  tag,
  summary: "List runs, newest first",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      environment: Type.Optional(slug),
      pipeline: Type.Optional(slug),
      state: Type.Optional(list(runStatus)),
      version: Type.Optional(version),
      deploy: Type.Optional(id),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of runs.", schema: pageOf(runSummaryView) } },
});

const loadOperation = operation({
  tag,
  summary: "Show a run",
  role: "viewer",
  responses: { 200: { description: "The run with its provenance.", schema: runResponse } },
});

const stepsOperation = operation({
  tag,
  summary: "List the step attempts of a run",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "A page of attempts, as journaled.", schema: pageOf(stepAttemptView) } },
});

const logsOperation = operation({
  tag,
  summary: "List the log lines of a run",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      step: Type.Optional(Type.String({ pattern: stepIdPattern })),
      level: Type.Optional(logLevel),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of lines, oldest first.", schema: pageOf(logLineView) } },
});

const cancelOperation = operation({
  tag,
  summary: "Cancel a run",
  description: "Reaches running steps within a second. Cancelling what has ended changes nothing.",
  role: "runner",
  responses: {
    200: { description: "The run has ended.", schema: runResponse },
    202: { description: "The cancellation is on its way.", schema: runResponse },
  },
});
