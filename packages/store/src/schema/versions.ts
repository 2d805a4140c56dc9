import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Manifests by checksum. Append-only. */
export const pipelineVersions = sqliteTable("pipeline_versions", {
  manifest: text().primaryKey(),
  content: text().notNull(),
  slug: text().notNull(),
  version: text().notNull(),
  team: text(),
  canonical: text().notNull(),
  uses: text().notNull(),
  first_seen_at: text().notNull(),
  triggers: text().notNull(),
});

/** Claims that a version means one content for ever, org-wide. Append-only. */
export const releases = sqliteTable(
  "releases",
  {
    slug: text().notNull(),
    version: text().notNull(),
    content: text().notNull(),
    environment: text().notNull(),
    revision: text().notNull(),
    deploy: text().notNull(),
    released_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.slug, table.version] })],
);

/** The live pointers: which version each pipeline runs. */
export const environmentPipelines = sqliteTable(
  "environment_pipelines",
  {
    environment: text().notNull(),
    slug: text().notNull(),
    version: text().notNull(),
    content: text().notNull(),
    manifest: text().notNull(),
    team: text(),
    path: text().notNull(),
    uses: text().notNull(),
    deploy: text().notNull(),
    since: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.slug] })],
);

/** History of the pointers; a row without a manifest retires the pipeline. Append-only, the truth for drift. */
export const pipelineAssignments = sqliteTable(
  "pipeline_assignments",
  {
    environment: text().notNull(),
    slug: text().notNull(),
    sequence: integer().notNull(),
    version: text(),
    content: text(),
    manifest: text(),
    team: text(),
    path: text(),
    deploy: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.slug, table.sequence] })],
);

/** What each call of the last applied plan resolves to; replaced by each apply. */
export const calleeLocks = sqliteTable(
  "callee_locks",
  {
    environment: text().notNull(),
    caller: text().notNull(),
    callee: text().notNull(),
    range: text().notNull(),
    version: text().notNull(),
    content: text().notNull(),
    manifest: text().notNull(),
    deploy: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.caller, table.callee, table.range] })],
);
