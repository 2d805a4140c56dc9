import type { Actor, Hold } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { holds } from "../schema/index.ts";

export type HoldRow = InferSelectModel<typeof holds>;

export function holdOf(row: HoldRow): Hold {
  const { id, environment, reason, deploy, at } = row;
  return {
    id,
    environment,
    kind: row.kind as Hold["kind"],
    reason,
    actor: JSON.parse(row.actor) as Actor,
    deploy,
    at,
    liftedAt: row.lifted_at,
    liftedBy: row.lifted_by === null ? null : (JSON.parse(row.lifted_by) as Actor),
    liftReason: row.lift_reason,
  };
}
