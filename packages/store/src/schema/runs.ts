import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Runs. `due_at` is when a runner may take one that is not queued: its wake-up or the end of its lease. */
export const runs = sqliteTable("runs", {
  id: text().primaryKey(),
  environment: text().notNull(),
  slug: text().notNull(),
  version: text().notNull(),
  content: text().notNull(),
  manifest: text().notNull(),
  revision: text().notNull(),
  deploy: text().notNull(),
  trigger: text().notNull(),
  actor: text().notNull(),
  team: text(),
  queue: text().notNull(),
  priority: integer().notNull(),
  input: text().notNull(),
  deadline_at: text().notNull(),
  state: text().notNull(),
  output: text().notNull(),
  error: text(),
  created_at: text().notNull(),
  started_at: text(),
  ended_at: text(),
  wake_at: text(),
  due_at: text(),
  cancel_requested: integer().notNull(),
  holder: text(),
  fencing_token: integer().notNull(),
});

/** The journal. A row that ended is never changed. */
export const stepAttempts = sqliteTable(
  "step_attempts",
  {
    run: text().notNull(),
    step: text().notNull(),
    item: integer().notNull(),
    attempt: integer().notNull(),
    state: text().notNull(),
    output: text().notNull(),
    error: text(),
    started_at: text(),
    ended_at: text(),
    retry_at: text(),
  },
  (table) => [primaryKey({ columns: [table.run, table.step, table.item, table.attempt] })],
);

export const runLogs = sqliteTable("run_logs", {
  position: integer().primaryKey({ autoIncrement: true }),
  run: text().notNull(),
  step: text(),
  at: text().notNull(),
  level: text().notNull(),
  message: text().notNull(),
});

/** First run of each idempotency key, for 24 hours. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    scope: text().notNull(),
    key: text().notNull(),
    body: text().notNull(),
    run: text().notNull(),
    created_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

/** Processes that execute runs, as of their last sign of life. */
export const workers = sqliteTable("workers", {
  id: text().primaryKey(),
  name: text().notNull(),
  queues: text(),
  concurrency: integer().notNull(),
  running: integer().notNull(),
  draining: integer().notNull(),
  pool: text(),
  started_at: text().notNull(),
  beat_at: text().notNull(),
});
