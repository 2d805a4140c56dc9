import type { OutboxEntry } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outboxEntryOf, type OutboxRow } from "../rows/outbox-row.ts";
import { outbox } from "../schema/index.ts";

/** `|| ''` keeps SQLite from sorting what it finds by topic: those that wait are few, and read in order. */
const select = statement<{ topics: readonly string[]; limit: number }, OutboxRow>(
  ({ topics, limit }, dialect) => sql`
    SELECT * FROM ${outbox}
    WHERE delivered_at IS NULL AND dead_at IS NULL AND next_at <= lockstep_now()
      AND ${dialect.isOneOf(sql`(topic || '')`, topics)}
    ORDER BY position LIMIT ${limit}`,
);

/** Undelivered entries of these topics whose time has come, oldest first. */
export function* listDueOutbox(topics: readonly string[], limit: number): Query<readonly OutboxEntry[]> {
  return (yield* rowsOf(select, { topics, limit })).map(outboxEntryOf);
}
