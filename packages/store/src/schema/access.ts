import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** API tokens by digest. */
export const tokens = sqliteTable("tokens", {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().notNull(),
  environments: text(),
  digest: text().notNull(),
  created_at: text().notNull(),
  expires_at: text(),
  last_used_at: text(),
  revoked_at: text(),
});

/** Browsers that are logged in, by digest of their secret. */
export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  token: text().notNull(),
  digest: text().notNull(),
  created_at: text().notNull(),
  expires_at: text().notNull(),
  last_seen_at: text().notNull(),
});

/** Links that log in once, by digest of their secret. */
export const loginLinks = sqliteTable("login_links", {
  id: text().primaryKey(),
  token: text().notNull(),
  digest: text().notNull(),
  expires_at: text().notNull(),
  session_ends_at: text(),
  used_at: text(),
});

/** Sealed values of `store:` references. */
export const secrets = sqliteTable(
  "secrets",
  {
    environment: text().notNull(),
    name: text().notNull(),
    sealed: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.environment, table.name] })],
);

/** Names and addresses behind the ids in records; may be erased. */
export const people = sqliteTable("people", {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
});
