import { Hono } from "hono";
import { Type } from "typebox";

import { assertReachesAll } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loadPage, pageOf, pageOfArray, pageParameters, toPageRequest } from "../views/page-view.ts";
import { presentWorker, workerView } from "../views/worker-view.ts";

/** `/workers`: who executes runs. Their hosts and queues serve all environments, so nobody of only some sees them. */
export function workerRoutes({ store }: RouteDeps) {
  return new Hono<ApiEnv>().get("/workers", listOperation, async (c) => {
    assertReachesAll(c.var.token);
    const workers = await store.workers.list();
    return c.json(
      await loadPage(toPageRequest(c.req.valid("query")), pageOfArray(workers), presentWorker),
      200,
    );
  });
}

const listOperation = operation({
  tag: "Operations",
  summary: "List the processes that execute runs",
  description:
    "One that is silent for 2.5 seconds is gone from the list, and its runs go on elsewhere. For tokens of all environments; `/environments/{env}/queues` tells others what waits.",
  role: "viewer",
  query: Type.Object(pageParameters, { additionalProperties: false }),
  responses: { 200: { description: "Workers by name.", schema: pageOf(workerView) } },
});
