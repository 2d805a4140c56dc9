import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Runs accepted in the current minute and day (UTC), per scope that has quotas. */
export const quotaUsage = sqliteTable("quota_usage", {
  scope: text().primaryKey(),
  minute: text().notNull(),
  minute_runs: integer().notNull(),
  day: text().notNull(),
  day_runs: integer().notNull(),
});

/** Concurrency keys of which a run ended since the last claim; written by a trigger. */
export const freedKeys = sqliteTable(
  "freed_keys",
  { concurrency_key: text().notNull(), run: text().notNull() },
  (table) => [primaryKey({ columns: [table.concurrency_key, table.run] })],
);
