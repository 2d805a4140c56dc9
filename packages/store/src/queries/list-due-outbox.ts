import type { OutboxEntry } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { outboxEntryOf, type OutboxRow } from "../rows/outbox-row.ts";
import { outbox } from "../schema/index.ts";

interface Due {
  readonly topics: readonly string[];
  /** Beginnings of targets that are left out. */
  readonly without: readonly string[];
  readonly limit: number;
}

/** Undelivered entries of these topics whose time has come, oldest first. */
export function* listDueOutbox({ topics, without, limit }: Due): Query<readonly OutboxEntry[]> {
  const others = without.map((start) => sql` AND substr(target, 1, ${start.length}) <> ${start}`);
  // `|| ''` keeps SQLite from sorting what it finds by topic: those that wait are few, and read in order.
  const select = statement<{ topics: readonly string[] }, OutboxRow>(
    (given, dialect) => sql`
      SELECT * FROM ${outbox}
      WHERE delivered_at IS NULL AND dead_at IS NULL AND next_at <= lockstep_now()
        AND ${dialect.isOneOf(sql`(topic || '')`, given.topics)}${sql.join(others, sql``)}
      ORDER BY position LIMIT ${limit}`,
  );
  return (yield* rowsOf(select, { topics })).map(outboxEntryOf);
}
