import { noQuotas, type QueueOverview, type Quotas } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { list, nullable, oneOf, timestamp } from "./fields.ts";

const load = {
  queued: Type.Integer({ description: "Runs that wait for a worker, held ones included." }),
  held: Type.Integer({ description: "Queued runs that wait for their concurrency key." }),
  running: Type.Integer(),
  waiting: Type.Integer({ description: "Parked runs; they take no slot." }),
  oldestQueuedAt: nullable(timestamp),
};

const queueView = Type.Object({
  queue: Type.String(),
  ...load,
  teams: list(
    Type.Object({
      team: Type.String({ description: "Entry of `teams` that the runs use; empty where there is none." }),
      ...load,
    }),
  ),
});

const quotaView = Type.Object({
  scope: oneOf(["environment", "team", "pipeline"]),
  name: Type.String(),
  quota: oneOf(Object.keys(noQuotas) as (keyof Quotas)[]),
  limit: Type.Number(),
  used: Type.Number(),
});

/** Queues of an environment with what waits in them, and the use of its quotas. */
export const queuesResponse = Type.Object(
  { queues: list(queueView), quotas: list(quotaView) },
  { $id: "Queues" },
);

export function presentQueues({ queues, quotas }: QueueOverview): Static<typeof queuesResponse> {
  return { queues, quotas };
}
