import { Hono } from "hono";
import { Type } from "typebox";

import { isVisible } from "../access/environment-filter.ts";
import type { ApiEnv } from "../api-env.ts";
import { loadEnvironmentFilter } from "../environments/load-environment-filter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { erasureView, presentErasure } from "../views/erasure-view.ts";
import { id, slug } from "../views/fields.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";

/** `/erasures`: whose payload was removed, by whom and why. */
export function erasureRoutes(deps: RouteDeps) {
  const { retention } = deps.store;
  return new Hono<ApiEnv>().get("/erasures", listOperation, async (c) => {
    const { token } = c.var;
    const { run = null, environment, ...page } = c.req.valid("query");
    const filter = { environment: await loadEnvironmentFilter(deps, token, environment), run };
    const erasures = await loadPage(
      toPageRequest(page),
      (request) => retention.listErasures(filter, request),
      (erasure) => (isVisible(token, erasure) ? presentErasure(erasure) : null),
    );
    return c.json(erasures, 200);
  });
}

const listOperation = operation({
  tag: "Runs",
  summary: "List erasures, the newest runs first",
  description: "They outlive the runs they tell of.",
  role: "viewer",
  query: Type.Object(
    { ...pageParameters, environment: Type.Optional(slug), run: Type.Optional(id) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of erasures.", schema: pageOf(erasureView) } },
});
