import type { Json } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { loadAppliedPipeline } from "../environments/load-applied-pipeline.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { list, slug } from "../views/fields.ts";
import { firingState, firingView, presentFiring } from "../views/firing-view.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentTrigger, triggerView } from "../views/trigger-view.ts";

const tag = "Triggers";

/** What starts runs by itself: triggers in force, what they did, and events for them. */
export function triggerRoutes(deps: RouteDeps) {
  const { triggers } = deps.store;
  return new Hono<ApiEnv>()
    .get("/environments/:env/triggers", listOperation, async (c) => {
      const environment = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { pipeline = null, ...page } = c.req.valid("query");
      const now = await deps.store.now();
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => triggers.list(environment.slug, pipeline, request),
          (applied) => presentTrigger(applied, now),
        ),
        200,
      );
    })
    .get("/environments/:env/pipelines/:slug/triggers", ofPipelineOperation, async (c) => {
      const environment = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const applied = await loadAppliedPipeline(deps, environment.slug, c.req.param("slug"));
      const now = await deps.store.now();
      return c.json(
        await loadPage(
          toPageRequest(c.req.valid("query")),
          (request) => triggers.list(environment.slug, applied.slug, request),
          (trigger) => presentTrigger(trigger, now),
        ),
        200,
      );
    })
    .get("/environments/:env/firings", firingsOperation, async (c) => {
      const environment = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { pipeline = null, trigger = null, state = [], ...page } = c.req.valid("query");
      const filter = { environment: environment.slug, slug: pipeline, trigger, states: state };
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => triggers.listFirings(filter, request),
          presentFiring,
        ),
        200,
      );
    })
    .post("/environments/:env/events", raiseOperation, async (c) => {
      const environment = await loadEnvironment(deps, c.var.token, c.req.param("env"));
      const { name, data = null, id = deps.ids.next() } = c.req.valid("json");
      const firings = await deps.raiseEvent(environment.slug, { id, name, data: data as Json });
      return c.json({ event: { id, name }, firings: firings.map(presentFiring) }, 202);
    });
}

const listOperation = operation({
  tag,
  summary: "List the triggers in force in an environment",
  role: "viewer",
  query: Type.Object({ ...pageParameters, pipeline: Type.Optional(slug) }, { additionalProperties: false }),
  responses: { 200: { description: "A page of triggers by pipeline and id.", schema: pageOf(triggerView) } },
});

const ofPipelineOperation = operation({
  tag,
  summary: "List the triggers of an applied pipeline, with their next five instants",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "A page of triggers by id.", schema: pageOf(triggerView) } },
});

const firingsOperation = operation({
  tag,
  summary: "List what triggers did, newest first",
  description: "Also firings that started no run, each with its reason. Kept for 30 days.",
  role: "viewer",
  query: Type.Object(
    {
      ...pageParameters,
      pipeline: Type.Optional(slug),
      trigger: Type.Optional(slug),
      state: Type.Optional(list(firingState)),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of firings.", schema: pageOf(firingView) } },
});

const raiseOperation = operation({
  tag,
  summary: "Raise an event for event triggers",
  description:
    "Answers which pipelines it started. The same `id` again starts nothing and answers the same; with another name or other data it is 422.",
  role: "runner",
  body: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 200, pattern: "^[\\x21-\\x7e]+$" }),
      data: Type.Optional(Type.Unknown({ description: "Up to 256 KiB of JSON; `trigger.event.data`." })),
      id: Type.Optional(
        Type.String({
          pattern: "^[\\x21-\\x7e]{1,200}$",
          description: "Names the event, so that it may be sent again safely.",
        }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: {
    202: {
      description: "The event is durable.",
      schema: Type.Object({
        event: Type.Object({ id: Type.String(), name: Type.String() }),
        firings: list(firingView),
      }),
    },
  },
});
