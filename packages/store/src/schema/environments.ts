import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The one row that says whose database this is. */
export const installation = sqliteTable("installation", {
  single: integer().primaryKey(),
  id: text().notNull(),
  repository: text().notNull(),
  created_at: text().notNull(),
});

/** What is in force in each environment, and what the controller last found out. */
export const environments = sqliteTable("environments", {
  slug: text().primaryKey(),
  title: text().notNull(),
  tier: text().notNull(),
  findings: text(),
  observed_at: text(),
  sequence: integer().notNull(),
  applied_revision: text(),
  applied_control_revision: text(),
  applied_deploy: text(),
  applied_at: text(),
  policy: text(),
  policy_digest: text(),
  acts: integer().notNull(),
  retired_at: text(),
  created_at: text().notNull(),
});

/** Environments that somebody wants looked at now. */
export const hints = sqliteTable("hints", { environment: text().primaryKey() });

/** Counted before a compilation starts, so that a revision that kills it is given up. */
export const compileAttempts = sqliteTable(
  "compile_attempts",
  {
    environment: text().notNull(),
    revision: text().notNull(),
    attempts: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.revision] })],
);

/** Named differences between what was applied and what the rows contain. `reported` is 1 once it was told. */
export const drift = sqliteTable(
  "drift",
  {
    environment: text().notNull(),
    id: text().notNull(),
    kind: text().notNull(),
    slug: text().notNull(),
    part: text().notNull(),
    name: text(),
    sentence: text().notNull(),
    differences: text().notNull(),
    applied: text(),
    live: text(),
    edit: text(),
    reported: integer().notNull(),
    since: text().notNull(),
    detected_by: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.id] })],
);

/** Changes of guarded rows that were not Lockstep's own, written by triggers. Empty names mean any. */
export const rowEdits = sqliteTable("row_edits", {
  position: integer().primaryKey({ autoIncrement: true }),
  relation: text().notNull(),
  environment: text().notNull(),
  slug: text().notNull(),
  operation: text().notNull(),
  role: text(),
  at: text().notNull(),
});
