import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { loadEnvironment } from "../environments/load-environment.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { presentQueues, queuesResponse } from "../views/queue-view.ts";

/** `/environments/:env/queues`: what waits where, and what limits it. */
export function queueRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>().get("/environments/:env/queues", loadOperation, async (c) => {
    const { slug } = await loadEnvironment(deps, c.var.token, c.req.param("env"));
    return c.json(presentQueues(await deps.store.queues.load(slug)), 200);
  });
}

const loadOperation = operation({
  tag: "Environments",
  summary: "Show the queues and quotas of an environment",
  description: "Queues with runs that have not ended, by team, and how much of each quota is used.",
  role: "viewer",
  responses: { 200: { description: "Depth, age and use.", schema: queuesResponse } },
});
