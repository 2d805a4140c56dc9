import { type EnvironmentStatus, type PageRequest } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { reaches } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadAppliedPipeline } from "../environments/load-applied-pipeline.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import {
  listPastPipelines,
  loadPastPipeline,
  showPast,
  summarisePast,
} from "../environments/past-environments.ts";
import { atParameter, readAt } from "../requests/at-parameter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { appliedPipelineResponse, appliedPipelineView } from "../views/applied-pipeline-view.ts";
import { driftView, presentDrift } from "../views/drift-view.ts";
import {
  environmentResponse,
  environmentSummaryView,
  presentEnvironment,
  presentEnvironmentSummary,
} from "../views/environment-view.ts";
import { plainTextPattern, timestamp } from "../views/fields.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { pastEnvironmentResponse, pastEnvironmentSummaryView } from "../views/past-environment-view.ts";

const tag = "Environments";

/** `/environments`: what git wants, what is in force, and how they differ. */
export function environmentRoutes(deps: RouteDeps) {
  const { environments, drift } = deps.store;
  return new Hono<ApiEnv>()
    .get("/environments", listOperation, async (c) => {
      const all = await environments.list();
      const visible = all.filter(({ slug }) => reaches(c.var.token, slug));
      const query = c.req.valid("query");
      const at = await readAt(deps.store, query.at);
      if (at !== null) {
        const past = await Promise.all(visible.map((status) => summarisePast(deps, status, at)));
        return c.json(await loadPage(toPageRequest(query), pageOfArray(past), (summary) => summary), 200);
      }
      const summaries = await Promise.all(visible.map(summarise));
      return c.json(await loadPage(toPageRequest(query), pageOfArray(summaries), (summary) => summary), 200);
    })
    .get("/environments/:env", loadOperation, async (c) => {
      const status = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const at = await readAt(deps.store, c.req.valid("query").at);
      if (at !== null) return c.json({ environment: await showPast(deps, status, at) }, 200);
      return c.json({ environment: presentEnvironment(status, await drift.list(status.slug)) }, 200);
    })
    .get("/environments/:env/pipelines", pipelinesOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { search = null, team = null, at: asked, ...page } = c.req.valid("query");
      const at = await readAt(deps.store, asked);
      const filter = { search, team };
      if (at !== null) {
        const past = (request: PageRequest) =>
          listPastPipelines(deps, { environment: slug, at, filter }, request);
        return c.json({ ...(await loadPage(toPageRequest(page), past, (pipeline) => pipeline)), at }, 200);
      }
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => environments.listPipelines(slug, filter, request),
          (pipeline) => pipeline,
        ),
        200,
      );
    })
    .get("/environments/:env/pipelines/:slug", pipelineOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const at = await readAt(deps.store, c.req.valid("query").at);
      const name = c.req.param("slug");
      const applied = await (at === null
        ? loadAppliedPipeline(deps, slug, name)
        : loadPastPipeline(deps, slug, name, at));
      const { pipeline } = await deps.pipelines.load(applied.manifest);
      const shown = { pipeline: { ...applied, definition: pipeline } };
      return c.json(at === null ? shown : { ...shown, at }, 200);
    })
    .get("/environments/:env/drift", driftOperation, async (c) => {
      const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const found = await drift.list(slug);
      return c.json(
        await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(found), presentDrift),
        200,
      );
    });

  async function summarise(status: EnvironmentStatus) {
    return presentEnvironmentSummary(status, await drift.list(status.slug));
  }
}

const onlyAt = Type.Object(atParameter, { additionalProperties: false });

const listOperation = operation({
  tag,
  summary: "List environments",
  role: "viewer",
  query: Type.Object({ ...pageParameters, ...atParameter }, { additionalProperties: false }),
  responses: {
    200: {
      description: "The environments that the token reaches; with `at`, what was in force then.",
      schema: Type.Union([pageOf(environmentSummaryView), pageOf(pastEnvironmentSummaryView)]),
    },
  },
});

const loadOperation = operation({
  tag,
  summary: "Show an environment",
  role: "viewer",
  query: onlyAt,
  responses: {
    200: {
      description: "Desired, applied and live, and why they differ; with `at`, what was in force then.",
      schema: Type.Union([environmentResponse, pastEnvironmentResponse]),
    },
  },
});

const pipelinesOperation = operation({
  tag,
  summary: "List the applied pipelines of an environment",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      ...atParameter,
      search: Type.Optional(
        Type.String({ maxLength: 100, pattern: plainTextPattern, description: "Part of the slug." }),
      ),
      team: Type.Optional(Type.String({ maxLength: 100, pattern: plainTextPattern })),
    },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "A page of pipelines by slug, and the instant that was asked for, if one was.",
      schema: Type.Object({ ...pageOf(appliedPipelineView).properties, at: Type.Optional(timestamp) }),
    },
  },
});

const pipelineOperation = operation({
  tag,
  summary: "Show an applied pipeline with its definition",
  role: "viewer",
  query: onlyAt,
  responses: { 200: { description: "What is in force.", schema: appliedPipelineResponse } },
});

const driftOperation = operation({
  tag,
  summary: "List the drift of an environment",
  description: "An environment that is only behind git is pending, not drifted: it has no entry here.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "Named differences.", schema: pageOf(driftView) } },
});
