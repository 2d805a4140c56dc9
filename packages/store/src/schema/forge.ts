import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Webhook deliveries that came in. `next_at` is null once one has ended. */
export const deliveries = sqliteTable("deliveries", {
  position: integer().primaryKey({ autoIncrement: true }),
  hook: text().notNull(),
  id: text().notNull(),
  event: text().notNull(),
  action: text(),
  repository: text(),
  hint: text().notNull(),
  state: text().notNull(),
  because: text(),
  attempts: integer().notNull(),
  received_at: text().notNull(),
  next_at: text(),
  ended_at: text(),
});

/** Pull requests as last seen: a cache of the forge. */
export const pullRequests = sqliteTable("pull_requests", {
  number: integer().primaryKey(),
  state: text().notNull(),
  facts: text().notNull(),
  updated_at: text().notNull(),
});

/** How commits came in, by the commit that a pull request became. */
export const mergeEvidence = sqliteTable("merge_evidence", {
  revision: text().primaryKey(),
  facts: text().notNull(),
});

/** What was last reported of a pull request or merge queue, as a digest of what it was judged from. */
export const reportedChecks = sqliteTable("reported_checks", {
  subject: text().primaryKey(),
  key: text().notNull(),
  at: text().notNull(),
});
