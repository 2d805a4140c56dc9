import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Which migrations have run. */
export const schemaMigrations = sqliteTable("schema_migrations", {
  number: integer().primaryKey(),
  name: text().notNull(),
  min_writer: integer().notNull(),
  at: text().notNull(),
});
