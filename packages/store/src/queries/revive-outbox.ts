import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outbox } from "../schema/index.ts";

const update = statement<{ position: number }>(
  ({ position }) => sql`
    UPDATE ${outbox} SET dead_at = NULL, attempts = 0, next_at = lockstep_now()
    WHERE position = ${position} AND dead_at IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM ${outbox} AS newer
      WHERE newer.topic = ${outbox}.topic AND newer.target = ${outbox}.target
        AND newer.position > ${outbox}.position)`,
);

/** Tries a dead entry again now; `false` when it is not dead, or its target has a newer one: old news must not come last. */
export function* reviveOutbox(position: number): Query<boolean> {
  return (yield* changesOf(update, { position })) > 0;
}
