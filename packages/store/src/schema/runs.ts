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
  erased_at: text(),
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
  event: text(),
  item: integer(),
  attempt: integer(),
});

/**
 * What was asked under each idempotency key, for 24 hours. A start has its run and no answer; any other request has its
 * answer (sealed), none while it is under way, and the run that it is about.
 */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    scope: text().notNull(),
    key: text().notNull(),
    body: text().notNull(),
    run: text(),
    created_at: text().notNull(),
    response: text(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

/** Whose payload was removed, by whom and why. Append-only; outlives the run. */
export const erasures = sqliteTable("erasures", {
  run: text().primaryKey(),
  environment: text().notNull(),
  actor: text().notNull(),
  reason: text().notNull(),
  digest: text().notNull(),
  attempts: integer().notNull(),
  logs: integer().notNull(),
  at: text().notNull(),
});
