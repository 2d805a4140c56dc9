import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

import type { ApiMetrics } from "./create-metrics.ts";

/** Measures every request under its route's pattern, so that ids in paths do not become labels. */
export function timeRequests(metrics: ApiMetrics): MiddlewareHandler {
  return async (c, next) => {
    const stop = metrics.requests.startTimer();
    await next();
    const route = routePath(c, -1);
    stop({ method: c.req.method, route: route.endsWith("*") ? "unknown" : route, status: c.res.status });
  };
}
