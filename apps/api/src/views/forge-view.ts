import type { Forge } from "@lockstep/model";
import { Type } from "typebox";

import { list, nullable, oneOf, timestamp } from "./fields.ts";
import { outboxCounts } from "./outbox-view.ts";

const can = Type.Boolean();

const findingView = Type.Object({
  subject: Type.String({ description: "`permission:checks`, `event:pull_request`, `webhook`, …" }),
  state: oneOf(["ok", "missing", "unknown"]),
  because: Type.String(),
  next: nullable(Type.String({ description: "What to do." })),
});

/** How things stand with the forge. */
export const forgeView = Type.Object(
  {
    name: oneOf(["github", "none"] satisfies readonly Forge["name"][]),
    capabilities: Type.Object({
      pullRequests: can,
      checks: can,
      statuses: can,
      deployments: can,
      comments: can,
      commits: can,
      redelivery: can,
    }),
    status: Type.Object({
      answeredAt: nullable(timestamp),
      fault: nullable(Type.String({ description: "Why the last request failed." })),
      rate: nullable(Type.Object({ remaining: Type.Integer(), limit: Type.Integer(), resetAt: timestamp })),
      pausedUntil: nullable(timestamp),
    }),
    takesDeliveries: Type.Boolean({ description: "Whether webhooks are admitted: a webhook secret is set." }),
    lastDeliveryAt: nullable(timestamp),
    outbox: outboxCounts,
    findings: Type.Union([list(findingView), Type.Null()], {
      description: "What setting up needs, found or missing; null unless asked for.",
    }),
  },
  { $id: "Forge" },
);
