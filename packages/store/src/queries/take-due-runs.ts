import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

interface DueRow {
  readonly id: string;
  readonly has_slot: number;
}

/**
 * What is due by itself. Running runs keep their slot when their lease ends; one that is only to be ended, because it
 * was cancelled or its deadline has passed, needs none: the end must not wait for others.
 */
const hasSlot = sql`
  CASE WHEN state = 'running' OR cancel_requested = 1 OR deadline_at <= lockstep_now() THEN 1 ELSE 0 END AS has_slot`;

const select = statement<{ limit: number }, DueRow>(
  ({ limit }, { skippingLocked }) => sql`
    SELECT id, ${hasSlot} FROM ${runs} WHERE due_at <= lockstep_now()
    ORDER BY due_at LIMIT ${limit}${skippingLocked}`,
);

const selectIn = statement<{ limit: number; queues: readonly string[] }, DueRow>(
  ({ limit, queues }, { isOneOf, skippingLocked }) => sql`
    SELECT id, ${hasSlot} FROM ${runs} WHERE due_at <= lockstep_now() AND ${isOneOf(sql`queue`, queues)}
    ORDER BY due_at LIMIT ${limit}${skippingLocked}`,
);

const line = statement<{ ids: readonly string[] }>(
  ({ ids }, { isOneOf }) =>
    sql`UPDATE ${runs} SET ready = 1, due_at = deadline_at WHERE ${isOneOf(sql`id`, ids)}`,
);

/** Runs to take whatever the limits are. Parked runs whose time has come stand in line with the queued ones instead, until their deadline. */
export function* takeDueRuns(queues: readonly string[] | null, limit: number): Query<readonly string[]> {
  const due = queues === null ? yield* rowsOf(select, { limit }) : yield* rowsOf(selectIn, { limit, queues });
  const woken = due.filter(({ has_slot }) => has_slot === 0).map(({ id }) => id);
  if (woken.length > 0) yield* changesOf(line, { ids: woken });
  return due.filter(({ has_slot }) => has_slot === 1).map(({ id }) => id);
}
