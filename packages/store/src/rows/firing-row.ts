import type { Firing, FiringReason, JsonObject } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { triggerFirings } from "../schema/index.ts";

export type FiringRow = InferSelectModel<typeof triggerFirings>;

export function firingOf(row: FiringRow): Firing {
  const { position, environment, key, slug, depth, attempts, run } = row;
  return {
    position,
    environment,
    key,
    slug,
    depth,
    attempts,
    run,
    trigger: row.trigger_id,
    type: row.type as Firing["type"],
    state: row.state as Firing["state"],
    scheduledAt: row.scheduled_at,
    payload: row.payload === null ? null : (JSON.parse(row.payload) as JsonObject),
    reason: row.reason === null ? null : (JSON.parse(row.reason) as FiringReason),
    createdAt: row.created_at,
    endedAt: row.ended_at,
    nextAt: row.next_at,
  };
}
