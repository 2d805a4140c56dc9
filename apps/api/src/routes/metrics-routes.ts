import { Hono } from "hono";

import { authenticate } from "../access/authenticate.ts";
import type { ApiEnv } from "../api-env.ts";
import type { ApiMetrics } from "../metrics/create-metrics.ts";
import { readGauges } from "../metrics/read-gauges.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";

/** `/metrics`: what Prometheus reads. */
export function metricsRoutes(deps: RouteDeps, metrics: ApiMetrics) {
  const role = deps.settings.metricsRole;
  const app = new Hono<ApiEnv>();
  if (role !== null) app.use("/metrics", authenticate(deps));
  return app.get(
    "/metrics",
    operation({
      tag: "Operations",
      summary: "Show metrics in Prometheus' text format",
      role,
      responses: { 200: { description: "All metrics of this process.", mediaType: "text/plain" } },
    }),
    async (c) => {
      await readGauges(deps.store, metrics);
      return c.body(await deps.metrics.metrics(), 200, { "Content-Type": deps.metrics.contentType });
    },
  );
}
