import { Failure } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { assertReachesAll } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { outboxCounts, outboxEntryView, outboxState, presentOutboxEntry } from "../views/outbox-view.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Operations";

/** `/outbox`: what the outside world is told, of all environments, so nobody of only some sees it. */
export function outboxRoutes({ store: { outbox } }: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/outbox", listOperation, async (c) => {
      assertReachesAll(c.var.token);
      const { state = null, ...page } = c.req.valid("query");
      const entries = await loadPage(
        toPageRequest(page),
        (request) => outbox.list({ state }, request),
        presentOutboxEntry,
      );
      return c.json({ outbox: await outbox.counts(), ...entries }, 200);
    })
    .post("/outbox/:position/retry", retryOperation, async (c) => {
      assertReachesAll(c.var.token);
      const position = Number(c.req.param("position"));
      if (await outbox.revive(position)) {
        return c.json({ entry: { position, state: "pending" as const } }, 202);
      }
      throw new Failure(
        "not-found",
        "Nothing of this position was given up, or there is newer news of its target. What was is in the state `dead`.",
      );
    });
}

const listOperation = operation({
  tag,
  summary: "Count and list what the outside world is told, newest first",
  description: "What was delivered is kept for 30 days. For tokens of all environments.",
  role: "viewer",
  query: Type.Object(
    { ...pageParameters, state: Type.Optional(outboxState) },
    { additionalProperties: false },
  ),
  responses: {
    200: {
      description: "How many wait or were given up, and a page of entries.",
      schema: Type.Object({ outbox: outboxCounts, ...pageOf(outboxEntryView).properties }),
    },
  },
});

const retryOperation = operation({
  tag,
  summary: "Send what was given up once more",
  role: "admin",
  responses: {
    202: {
      description: "It is sent again.",
      schema: Type.Object({
        entry: Type.Object({ position: Type.Integer(), state: Type.Literal("pending") }),
      }),
    },
  },
});
