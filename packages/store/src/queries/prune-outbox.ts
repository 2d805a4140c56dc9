import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

const removeDelivered = statement<{ before: Timestamp }>(
  ({ before }) => sql`DELETE FROM ${outbox} WHERE delivered_at IS NOT NULL AND delivered_at < ${before}`,
);

const removeOvertaken = statement<{ before: Timestamp }>(
  ({ before }) => sql`
    DELETE FROM ${outbox} WHERE dead_at IS NOT NULL AND dead_at < ${before} AND EXISTS (
      SELECT 1 FROM ${outbox} AS newer
      WHERE newer.topic = ${outbox}.topic AND newer.target = ${outbox}.target
        AND newer.position > ${outbox}.position)`,
);

/** Removes what was delivered before the instant, and what was given up before it and is not the newest of its target. */
export function* pruneOutbox(before: Timestamp): Query<number> {
  const overtaken = yield* changesOf(removeOvertaken, { before });
  return overtaken + (yield* changesOf(removeDelivered, { before }));
}
