import { Failure } from "@lockstep/model";
import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { loadRowFacts } from "../matrix/dress-rows.ts";
import { matrixRows } from "../matrix/matrix-rows.ts";
import { manifestsOf, titleIn } from "../matrix/row-titles.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { presentMatrixEnvironments, presentMatrixRow, standingResponse } from "../views/matrix-view.ts";

/** `/pipelines/{slug}`: one row of the matrix. */
export function pipelineStandingRoutes(deps: RouteDeps) {
  const { survey: reader, settings } = deps;
  return new Hono<ApiEnv>().get("/pipelines/:slug", standingOperation, async (c) => {
    const survey = await reader.read(c.var.token);
    const slug = c.req.param("slug");
    const row = matrixRows(survey, settings.staleAfterMs).find((found) => found.slug === slug);
    if (row === undefined) throw noSuchPipeline();
    const [facts, titles] = await Promise.all([
      loadRowFacts(deps.store, survey, [row]),
      reader.titles(manifestsOf(row)),
    ]);
    return c.json(
      {
        environments: presentMatrixEnvironments(survey),
        pipeline: presentMatrixRow(survey, { row, title: titleIn(titles, row), facts }),
      },
      200,
    );
  });
}

function noSuchPipeline(): Failure {
  return new Failure(
    "not-found",
    "No such pipeline runs, or is on its way, where the token reaches. GET /api/v1/pipelines lists those that do.",
  );
}

const standingOperation = operation({
  tag: "Dashboard",
  summary: "Show one pipeline across environments",
  description: "One row of the matrix.",
  role: "viewer",
  responses: { 200: { description: "What runs where, and is it what git says.", schema: standingResponse } },
});
