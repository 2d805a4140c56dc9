import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Plans on their way. */
export const deploys = sqliteTable("deploys", {
  id: text().primaryKey(),
  environment: text().notNull(),
  intent: text().notNull(),
  state: text().notNull(),
  revision: text().notNull(),
  plan: text().notNull(),
  verdicts: text().notNull(),
  because: text().notNull(),
  source_commit: text().notNull(),
  actor: text().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

/** Facts, one hash chain per environment and one for the org. Append-only. */
export const ledger = sqliteTable(
  "ledger",
  {
    environment: text().notNull(),
    position: integer().notNull(),
    kind: text().notNull(),
    deploy: text(),
    actor: text(),
    at: text().notNull(),
    body: text().notNull(),
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.position] })],
);

/** People's words on plans. */
export const approvals = sqliteTable("approvals", {
  id: text().primaryKey(),
  deploy: text().notNull(),
  actor: text().notNull(),
  verdict: text().notNull(),
  plan_hash: text().notNull(),
  reason: text().notNull(),
  at: text().notNull(),
});

/** Who may write; tokens only grow. */
export const leases = sqliteTable("leases", {
  name: text().primaryKey(),
  holder: text(),
  token: integer().notNull(),
  expires_at: text().notNull(),
});
