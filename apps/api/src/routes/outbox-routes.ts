import { Hono } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { nullable, timestamp } from "../views/fields.ts";

/** `/outbox`: what the outside world has not been told yet. */
export function outboxRoutes({ store }: RouteDeps) {
  return new Hono<ApiEnv>().get("/outbox", countsOperation, async (c) =>
    c.json({ outbox: await store.outbox.counts() }, 200),
  );
}

const countsOperation = operation({
  tag: "Operations",
  summary: "Count what waits to be delivered",
  role: "viewer",
  responses: {
    200: {
      description: "Entries that wait, and those that were given up.",
      schema: Type.Object({
        outbox: Type.Object({
          pending: Type.Integer(),
          dead: Type.Integer(),
          oldestAt: nullable(timestamp),
        }),
      }),
    },
  },
});
