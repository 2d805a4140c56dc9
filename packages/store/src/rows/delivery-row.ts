import type { Delivery, DeliveryHint, DeliveryState } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { deliveries } from "../schema/index.ts";

export type DeliveryRow = InferSelectModel<typeof deliveries>;

export function deliveryOf(row: DeliveryRow): Delivery {
  const { position, hook, id, event, action, repository, because, attempts } = row;
  return {
    position,
    hook,
    id,
    event,
    action,
    repository,
    because,
    attempts,
    hint: JSON.parse(row.hint) as DeliveryHint,
    state: row.state as DeliveryState,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
  };
}
