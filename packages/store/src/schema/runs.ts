import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Runs. `awaited_by` is the run that waits for the end of this one; `due_at` is when a parked run wakes up or a lease
 * ends. `ready` is null unless the run waits to be claimed: 1 when a claim may take it, 0 while it waits for its
 * concurrency key. A lane holds runs that are under the same limits.
 */
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
  cost: real().notNull(),
  parent: text(),
  awaited_by: text(),
  retry_of: text(),
  locks: text().notNull(),
  /** Digests in `run_payloads` of what is too large for this row, which then holds null. */
  input_payload: text(),
  output_payload: text(),
  account: text().notNull(),
  lane: text().notNull(),
  ready: integer(),
  concurrency_key: text(),
  concurrency_limit: integer(),
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
    usage: text(),
    waits_for: text(),
    waits_details: text(),
    reply: text(),
    /** Digest in `run_payloads` of an output that is too large for this row, which then holds null. */
    output_payload: text(),
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

/** Files that steps wrote. */
export const runFiles = sqliteTable(
  "run_files",
  {
    run: text().notNull(),
    path: text().notNull(),
    content: text().notNull(),
    bytes: integer().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.path] })],
);

/** Large inputs and outputs, by what they hold: what a row refers to can never become something else. */
export const runPayloads = sqliteTable(
  "run_payloads",
  {
    run: text().notNull(),
    digest: text().notNull(),
    body: text().notNull(),
    bytes: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.digest] })],
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
