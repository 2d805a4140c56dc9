import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What happened; `id` is null until the publisher numbers it. */
export const events = sqliteTable("events", {
  position: integer().primaryKey({ autoIncrement: true }),
  id: integer(),
  name: text().notNull(),
  environment: text().notNull(),
  body: text().notNull(),
  at: text().notNull(),
});

/** What the outside world is to be told; `edition` grows when a newer body takes the place of an undelivered one. */
export const outbox = sqliteTable("outbox", {
  position: integer().primaryKey({ autoIncrement: true }),
  topic: text().notNull(),
  target: text().notNull(),
  body: text().notNull(),
  edition: integer().notNull(),
  created_at: text().notNull(),
  attempts: integer().notNull(),
  next_at: text().notNull(),
  delivered_at: text(),
  dead_at: text(),
  error: text(),
});
