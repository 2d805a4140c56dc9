import { type EnvironmentStatus } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { reaches } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadAppliedPipeline } from "../environments/load-applied-pipeline.ts";
import { loadEnvironmentFacts } from "../environments/load-environment-facts.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { appliedPipelineResponse, appliedPipelineView } from "../views/applied-pipeline-view.ts";
import {
  environmentResponse,
  environmentSummaryView,
  presentEnvironment,
  presentEnvironmentSummary,
} from "../views/environment-view.ts";
import { plainTextPattern } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Environments";

/** `/environments`: what git wants, what is in force, and how they differ. */
export function environmentRoutes(deps: RouteDeps) {
  const { environments } = deps.store;
  return new Hono<ApiEnv>()
    .get("/environments", listOperation, async (c) => {
      const all = await environments.list();
      const visible = all.filter(({ slug }) => reaches(c.var.token, slug));
      const summaries = await Promise.all(visible.map(summarise));
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(summaries), (summary) => summary),
        200,
      );
    })
    .get("/environments/:env", loadOperation, async (c) => {
      const status = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      return c.json(
        { environment: presentEnvironment(status, await loadEnvironmentFacts(deps, status.slug)) },
        200,
      );
    })
    .get("/environments/:env/pipelines", pipelinesOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { search = null, team = null, ...page } = c.req.valid("query");
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => environments.listPipelines(slug, { search, team }, request),
          (pipeline) => pipeline,
        ),
        200,
      );
    })
    .get("/environments/:env/pipelines/:slug", pipelineOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const applied = await loadAppliedPipeline(deps, slug, c.req.param("slug"));
      const { pipeline } = await deps.pipelines.load(applied.manifest);
      return c.json({ pipeline: { ...applied, definition: pipeline } }, 200);
    });

  async function summarise(status: EnvironmentStatus) {
    return presentEnvironmentSummary(status, await loadEnvironmentFacts(deps, status.slug));
  }
}

const listOperation = operation({
  tag,
  summary: "List environments",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: {
    200: { description: "The environments that the token reaches.", schema: pageOf(environmentSummaryView) },
  },
});

const loadOperation = operation({
  tag,
  summary: "Show an environment",
  role: "viewer",
  responses: {
    200: { description: "Desired, applied and live, and why they differ.", schema: environmentResponse },
  },
});

const pipelinesOperation = operation({
  tag,
  summary: "List the applied pipelines of an environment",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      search: Type.Optional(
        Type.String({ maxLength: 100, pattern: plainTextPattern, description: "Part of the slug." }),
      ),
      team: Type.Optional(Type.String({ maxLength: 100, pattern: plainTextPattern })),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of pipelines by slug.", schema: pageOf(appliedPipelineView) } },
});

const pipelineOperation = operation({
  tag,
  summary: "Show an applied pipeline with its definition",
  role: "viewer",
  responses: { 200: { description: "What is in force.", schema: appliedPipelineResponse } },
});
