import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import { pipelineChangeView, presentPipelineChange } from "../views/pipeline-change-view.ts";

/** What deploys made of one pipeline, also of one that runs no more. */
export function pipelineHistoryRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().get("/environments/:env/pipelines/:slug/history", historyOperation, async (c) => {
    const { slug: environment } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
    const slug = c.req.param("slug");
    return c.json(
      await loadPage(
        toPageRequest(c.req.valid("query")),
        (request) => deps.store.history.listChanges(environment, slug, request),
        presentPipelineChange,
      ),
      200,
    );
  });
}

const historyOperation = operation({
  tag: "Environments",
  summary: "List the deploys that changed a pipeline in an environment, newest first",
  description:
    "From append-only history, so also for a pipeline that was retired. Empty for one that never ran.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "A page of changes.", schema: pageOf(pipelineChangeView) } },
});
