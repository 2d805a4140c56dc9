import {
  Failure,
  isFinal,
  type Page,
  runStates,
  type RunSummary,
  stepIdPattern,
  type WaitReason,
} from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { environmentFilter, isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadRun } from "../runs/load-run.ts";
import { id, list, slug, version } from "../views/fields.ts";
import { logLevel, logLineView, presentLogLine } from "../views/log-line-view.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentRun, presentRunSummary, runResponse, runStatus, runSummaryView } from "../views/run-view.ts";
import {
  listedAttemptView,
  presentListedAttempt,
  presentStepAttempt,
  stepAttemptView,
} from "../views/step-attempt-view.ts";

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
        async (request) => withReasons(deps, await runs.list(filter, request)),
        ({ run, reason }) => (isVisible(c.var.token, run) ? presentRunSummary(run, reason) : null),
      );
      return c.json(page, 200);
    })
    .get("/runs/:id", loadOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const reasons = await explain(deps, [run]);
      return c.json({ run: presentRun(run, reasons.get(run.id)) }, 200);
    })
    .get("/runs/:id/steps", stepsOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const attempts = await runs.listAttempts(run.id);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(attempts), presentListedAttempt),
        200,
      );
    })
    .get("/runs/:id/steps/:step/attempts/:attempt", attemptOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const { item = -1 } = c.req.valid("query");
      const attempt = Number(c.req.param("attempt"));
      const found = await runs.loadAttempt({ run: run.id, step: c.req.param("step"), item, attempt });
      if (found === null)
        throw new Failure(
          "not-found",
          `The run has no such attempt. GET /api/v1/runs/${run.id}/steps lists them.`,
        );
      return c.json({ attempt: presentStepAttempt(found) }, 200);
    })
    .get("/runs/:id/logs", logsOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      const { step = null, level = null, ...page } = c.req.valid("query");
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => runs.listLogs(run.id, { step, level }, request),
          presentLogLine,
        ),
        200,
      );
    })
    .post("/runs/:id/cancel", cancelOperation, async (c) => {
      const run = await loadRun(deps, c.var.token, c.req.param("id"));
      if (!isFinal(runStates, run.state)) await runs.requestCancel(run.id);
      const now = await loadRun(deps, c.var.token, run.id);
      return c.json({ run: presentRun(now) }, isFinal(runStates, now.state) ? 200 : 202);
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
  responses: {
    200: {
      description: "A page of attempts, as journaled. Outputs above 64 KiB are left out.",
      schema: pageOf(listedAttemptView),
    },
  },
});

const attemptOperation = operation({
  tag,
  summary: "Show a step attempt with its output",
  role: "viewer",
  query: Type.Object(
    {
      item: Type.Optional(
        Type.Integer({
          minimum: -1,
          description: "Index of the `forEach` item. Default -1: the step itself.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: { description: "The attempt.", schema: Type.Object({ attempt: stepAttemptView }) },
  },
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
  description:
    "Ends a queued or waiting run at once and reaches running steps within a second; runs that it awaits are cancelled with it. Cancelling what has ended changes nothing.",
  role: "runner",
  responses: {
    200: { description: "The run has ended.", schema: runResponse },
    202: { description: "The cancellation is on its way.", schema: runResponse },
  },
});
