import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Triggers of the applied pipelines, kept by the apply transaction. `source` is the pipeline or event listened to. */
export const appliedTriggers = sqliteTable(
  "applied_triggers",
  {
    environment: text().notNull(),
    slug: text().notNull(),
    trigger_id: text().notNull(),
    type: text().notNull(),
    source: text(),
    definition: text().notNull(),
    enabled: integer().notNull(),
    since: text().notNull(),
    cursor_at: text().notNull(),
    next_at: text(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.slug, table.trigger_id] })],
);

/** Each time a trigger fired or should have. `next_at` is null once it is settled, and so is `payload`. */
export const triggerFirings = sqliteTable("trigger_firings", {
  position: integer().primaryKey({ autoIncrement: true }),
  environment: text().notNull(),
  key: text().notNull(),
  slug: text().notNull(),
  trigger_id: text().notNull(),
  type: text().notNull(),
  state: text().notNull(),
  scheduled_at: text().notNull(),
  depth: integer().notNull(),
  payload: text(),
  attempts: integer().notNull(),
  run: text(),
  reason: text(),
  created_at: text().notNull(),
  ended_at: text(),
  next_at: text(),
});
