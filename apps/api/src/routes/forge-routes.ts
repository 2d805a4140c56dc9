import { Hono } from "hono";
import { Type } from "typebox";

import { assertReachesAll } from "../access/scope.ts";
import type { ApiEnv } from "../api-env.ts";
import { operation } from "../requests/operation.ts";
import { sharedUnderWay } from "../requests/shared-under-way.ts";
import type { RouteDeps } from "../route-deps.ts";
import { oneOf } from "../views/fields.ts";
import { forgeView } from "../views/forge-view.ts";

/** How long the forge may take to tell what is missing. */
const inspectMs = 20_000;

/** `/forge`: how things stand with where pull requests live. */
export function forgeRoutes({ forge, forgeDoor, store, closing }: RouteDeps) {
  /** Many who ask at once make the forge answer once: what it allows is shared with checks and deployments. */
  const inspect = sharedUnderWay(() =>
    forge.inspect(AbortSignal.any([closing, AbortSignal.timeout(inspectMs)])),
  );

  return new Hono<ApiEnv>().get("/forge", forgeOperation, async (c) => {
    assertReachesAll(c.var.token);
    const findings = c.req.valid("query").inspect === "true" ? await inspect() : null;
    return c.json(
      {
        forge: {
          name: forge.name,
          capabilities: forge.capabilities,
          status: forge.status(),
          takesDeliveries: forgeDoor !== null,
          lastDeliveryAt: await store.deliveries.lastReceivedAt(),
          outbox: await store.outbox.counts(),
          findings,
        },
      },
      200,
    );
  });
}

const forgeOperation = operation({
  tag: "Forge",
  summary: "Show how things stand with the forge",
  description: "`inspect=true` also asks the forge what is missing for everything to work.",
  role: "viewer",
  query: Type.Object({ inspect: Type.Optional(oneOf(["true", "false"])) }, { additionalProperties: false }),
  responses: {
    200: { description: "The forge, as it was seen lately.", schema: Type.Object({ forge: forgeView }) },
  },
});
