import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { checkReadiness } from "../health/check-readiness.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { list, oneOf } from "../views/fields.ts";

/** `/healthz` and `/readyz`: whether the process lives, and whether the installation does its work. */
export function healthRoutes(deps: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/healthz", livenessOperation, (c) => c.json({ status: "alive" } as const, 200))
    .get("/readyz", readinessOperation, async (c) => {
      const checks = await checkReadiness(deps);
      const isReady = checks.every(({ ok }) => ok) && !deps.closing.aborted;
      return isReady
        ? c.json({ status: "ready", checks } as const, 200)
        : c.json({ status: "not-ready", checks } as const, 503);
    });
}

const readiness = Type.Object({
  status: oneOf(["ready", "not-ready"]),
  checks: list(Type.Object({ name: Type.String(), ok: Type.Boolean(), because: Type.String() })),
});

const livenessOperation = operation({
  tag: "Operations",
  summary: "Say that the process lives",
  role: null,
  responses: { 200: { description: "It does.", schema: Type.Object({ status: oneOf(["alive"]) }) } },
});

const readinessOperation = operation({
  tag: "Operations",
  summary: "Say whether the installation does its work",
  description: "Database, one look at every environment in time and without faults, room on the disk.",
  role: null,
  responses: {
    200: { description: "It does.", schema: readiness },
    503: { description: "It does not; the checks that are not ok say why.", schema: readiness },
  },
});
