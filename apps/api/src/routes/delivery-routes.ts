import { Failure } from "@lockstep/model";
import { Hono } from "hono";
import { Type } from "typebox";

import { assertReachesAll } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { deliveryState, deliveryView, presentDelivery } from "../views/delivery-view.ts";
import { list } from "../views/fields.ts";
import { loadPage, pageOf, pageParameters, toPageRequest } from "../views/page-view.ts";

const tag = "Forge";

/** `/deliveries`: what came in by webhook. It is about the repository, so nobody of only some environments sees it. */
export function deliveryRoutes({ store: { deliveries } }: RouteDeps) {
  return new Hono<ApiEnv>()
    .get("/deliveries", listOperation, async (c) => {
      assertReachesAll(c.var.token);
      const { state: states = [], ...page } = c.req.valid("query");
      return c.json(
        await loadPage(
          toPageRequest(page),
          (request) => deliveries.list({ states }, request),
          presentDelivery,
        ),
        200,
      );
    })
    .post("/deliveries/:position/retry", retryOperation, async (c) => {
      assertReachesAll(c.var.token);
      const position = Number(c.req.param("position"));
      if (await deliveries.revive(position)) {
        return c.json({ delivery: { position, state: "pending" as const } }, 202);
      }
      throw new Failure(
        "not-found",
        "No delivery of this position was given up. Those that were are in the state `dead`.",
      );
    });
}

const listOperation = operation({
  tag,
  summary: "List webhook deliveries, newest first",
  description: "Kept for 30 days. For tokens of all environments.",
  role: "viewer",
  query: Type.Object(
    { ...pageParameters, state: Type.Optional(list(deliveryState)) },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "A page of deliveries.", schema: pageOf(deliveryView) } },
});

const retryOperation = operation({
  tag,
  summary: "Look again into a delivery that was given up",
  role: "admin",
  responses: {
    202: {
      description: "It is looked into again.",
      schema: Type.Object({
        delivery: Type.Object({ position: Type.Integer(), state: Type.Literal("pending") }),
      }),
    },
  },
});
