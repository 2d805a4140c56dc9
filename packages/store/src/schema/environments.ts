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

/** Named differences between what was applied and what the rows contain. */
export const drift = sqliteTable(
  "drift",
  {
    environment: text().notNull(),
    slug: text().notNull(),
    kind: text().notNull(),
    sentence: text().notNull(),
    applied: text(),
    live: text(),
    since: text().notNull(),
    detected_by: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.slug, table.kind] })],
);
