import { Failure } from "@lockstep/model";
import { Hono, type MiddlewareHandler } from "hono";
import { Type } from "typebox";

import type { ApiEnv } from "../api-env.ts";
import { createBodyIntake } from "../hooks/body-intake.ts";
import { operation } from "../requests/operation.ts";
import { assertJson } from "../requests/read-json-body.ts";
import type { RouteDeps } from "../route-deps.ts";
import { oneOf } from "../views/fields.ts";

/** GitHub sends at most 25 MB, and gives up after 10 seconds. */
const limits = { maxBytes: 25 * 1_048_576, maxHeldBytes: 64 * 1_048_576, deadlineMs: 10_000 };

/** `/hooks/github`: what GitHub tells. Proved on the raw bytes, stored, answered; somebody else looks into it. */
export function githubHookRoutes({ forgeDoor, store }: RouteDeps) {
  const intake = createBodyIntake(limits);
  return new Hono<ApiEnv>().post("/hooks/github", hookOperation, closeAfterRefusal, async (c) => {
    if (forgeDoor === null) throw noSecret();
    assertJson(c.req);
    const headers = c.req.header();
    const delivery = await intake.read(c.req, (body) => forgeDoor.admit({ headers, body }));
    const state = await store.deliveries.receive(delivery);
    return c.json({ delivery: { id: delivery.id, state } }, 202);
  });
}

/** What is refused may still be coming in: nobody reads it to its end. */
const closeAfterRefusal: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  if (c.error !== undefined) c.res.headers.set("Connection", "close");
};

function noSecret(): Failure {
  return new Failure(
    "not-found",
    "No GitHub webhook secret is set, so no delivery can be proved. Set LOCKSTEP_GITHUB_WEBHOOK_SECRET to the secret of the webhook.",
    { code: "NO_WEBHOOK_SECRET" },
  );
}

const hookOperation = operation({
  tag: "Forge",
  summary: "Deliver a webhook of GitHub",
  description:
    "Proved by `X-Hub-Signature-256` on the raw body of at most 25 MiB, stored once per hook and `X-GitHub-Delivery`, then answered. 503 with `Retry-After` when too many large bodies come in at once.",
  role: null,
  isRaw: true,
  responses: {
    202: {
      description: "The delivery is durable.",
      schema: Type.Object({
        delivery: Type.Object({
          id: Type.String({ description: "As GitHub numbers it." }),
          state: oneOf(["new", "known"]),
        }),
      }),
    },
  },
});
