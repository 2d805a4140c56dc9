import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

/** A waiting run is due at once, so that a runner takes it and ends it. */
const update = statement<{ id: string }>(
  ({ id }) => sql`
    UPDATE ${runs} SET
      cancel_requested = 1,
      due_at = CASE WHEN state = 'waiting' THEN lockstep_now() ELSE due_at END
    WHERE id = ${id} AND state IN ('queued', 'running', 'waiting')`,
);

/** Whether there was such a run, not yet over. */
export function* requestCancel(id: string): Query<boolean> {
  return (yield* changesOf(update, { id })) > 0;
}
