import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFacts } from "../environments/load-environment-facts.ts";
import { countCells } from "../matrix/matrix-query.ts";
import { matrixRows } from "../matrix/matrix-rows.ts";
import { countingDrift, findQuestions, freshnessOf } from "../matrix/overview.ts";
import { findDeploysToApprove } from "../matrix/waiting-deploys.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { presentDeploySummary } from "../views/deploy-view.ts";
import { presentEnvironmentSummary } from "../views/environment-view.ts";
import { presentOpenApproval } from "../views/open-approval-view.ts";
import { overviewResponse, presentOldestDrift } from "../views/overview-view.ts";

/** Of what waits for a person; the rest is behind its own list. */
const shownFirst = 5;

/** `/overview`: what the strip above the matrix says, in the words and numbers of the matrix. */
export function overviewRoutes(deps: RouteDeps) {
  const { store, settings } = deps;
  return new Hono<ApiEnv>().get("/overview", overviewOperation, async (c) => {
    const { token } = c.var;
    const survey = await deps.survey.read(token);
    const statuses = survey.environments.map(({ status }) => status);
    const [environments, waiting, { questions, isMore }, lastDeliveryAt] = await Promise.all([
      Promise.all(
        statuses.map(async (status) =>
          presentEnvironmentSummary(status, await loadEnvironmentFacts(deps, status.slug)),
        ),
      ),
      findDeploysToApprove(store, token, statuses),
      findQuestions(store, token),
      store.deliveries.lastReceivedAt(),
    ]);
    const rows = matrixRows(survey, settings.staleAfterMs);
    const drift = countingDrift(survey);
    const predicted = new Map(statuses.map(({ deploy, predictedAt }) => [deploy, predictedAt]));
    const overview = {
      counts: countCells(rows.flatMap(({ cells }) => [...cells.values()])),
      pipelines: rows.length,
      environments,
      waitingForMe: {
        deploys: {
          count: waiting.length,
          first: waiting
            .slice(0, shownFirst)
            .map((deploy) => presentDeploySummary(deploy, predicted.get(deploy.id) ?? null)),
        },
        approvals: {
          count: questions.length,
          isMore,
          first: questions.slice(0, shownFirst).map(presentOpenApproval),
        },
      },
      drift: {
        count: drift.length,
        longest: drift[0] === undefined ? null : presentOldestDrift(drift[0]),
      },
      freshness: {
        now: survey.now,
        lastDeliveryAt,
        environments: freshnessOf(survey, settings.staleAfterMs),
      },
    };
    return c.json({ overview }, 200);
  });
}

const overviewOperation = operation({
  tag: "Dashboard",
  summary: "Show how all environments do, and what waits for the token",
  description:
    "Counts are numbers of cells of the matrix: `GET /pipelines?sync=drifted` shows those counted as drifted.",
  role: "viewer",
  responses: { 200: { description: "What the token reaches, counted.", schema: overviewResponse } },
});
