import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every configuration that was ever in force. Append-only. */
export const configurations = sqliteTable("configurations", {
  digest: text().primaryKey(),
  environment: text().notNull(),
  configuration: text().notNull(),
  first_seen_at: text().notNull(),
});

/** What was in force from which instant on. Append-only. */
export const environmentStates = sqliteTable(
  "environment_states",
  {
    environment: text().notNull(),
    sequence: integer().notNull(),
    kind: text().notNull(),
    revision: text().notNull(),
    control_revision: text().notNull(),
    configuration_digest: text().notNull(),
    deploy: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.sequence] })],
);

/** What keeps environments as they are. */
export const holds = sqliteTable("holds", {
  id: text().primaryKey(),
  environment: text().notNull(),
  kind: text().notNull(),
  reason: text().notNull(),
  actor: text().notNull(),
  deploy: text(),
  at: text().notNull(),
  lifted_at: text(),
  lifted_by: text(),
  lift_reason: text().notNull(),
});

/** Content that must not come back. */
export const quarantine = sqliteTable(
  "quarantine",
  {
    hold: text().notNull(),
    environment: text().notNull(),
    slug: text().notNull(),
    content: text().notNull(),
    version: text().notNull(),
    lifted_at: text(),
  },
  (table) => [primaryKey({ columns: [table.hold, table.slug] })],
);

/** Applies outside the policy that somebody else still has to look at. */
export const debts = sqliteTable("debts", {
  deploy: text().primaryKey(),
  environment: text().notNull(),
  actor: text().notNull(),
  reason: text().notNull(),
  at: text().notNull(),
  due_at: text().notNull(),
  overdue_told: integer().notNull(),
  settled_at: text(),
  settled_by: text(),
  settle_reason: text().notNull(),
});

/** What manifests' own tests said. */
export const testedManifests = sqliteTable("tested_manifests", {
  manifest: text().primaryKey(),
  slug: text().notNull(),
  total: integer().notNull(),
  failed: integer().notNull(),
  because: text().notNull(),
  at: text().notNull(),
});

/** Runs that have to go well after an apply. */
export const smokeRuns = sqliteTable(
  "smoke_runs",
  {
    deploy: text().notNull(),
    position: integer().notNull(),
    environment: text().notNull(),
    pipeline: text().notNull(),
    input: text().notNull(),
    expect: text().notNull(),
    on_failure: text().notNull(),
    run: text(),
    outcome: text().notNull(),
    because: text().notNull(),
    created_at: text().notNull(),
    concluded_at: text(),
  },
  (table) => [primaryKey({ columns: [table.deploy, table.position] })],
);

/** Differences that somebody knows about. */
export const driftAcknowledgements = sqliteTable("drift_acknowledgements", {
  id: text().primaryKey(),
  environment: text().notNull(),
  until: text().notNull(),
  reason: text().notNull(),
  actor: text().notNull(),
  at: text().notNull(),
});

/** How far those who read events have come. */
export const eventCursors = sqliteTable("event_cursors", {
  name: text().primaryKey(),
  position: integer().notNull(),
});
