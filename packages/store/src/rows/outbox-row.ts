import type { JsonObject, OutboxEntry } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { outbox } from "../schema/index.ts";

export type OutboxRow = InferSelectModel<typeof outbox>;

export function outboxEntryOf(row: OutboxRow): OutboxEntry {
  const { position, topic, target, edition, attempts, error } = row;
  return {
    position,
    topic,
    target,
    edition,
    attempts,
    error,
    body: JSON.parse(row.body) as JsonObject,
    createdAt: row.created_at,
    nextAt: row.next_at,
    deliveredAt: row.delivered_at,
    deadAt: row.dead_at,
  };
}
