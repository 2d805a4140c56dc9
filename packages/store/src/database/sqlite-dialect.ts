import { sql } from "drizzle-orm";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

import type { Dialect } from "./dialect.ts";

const drizzle = new SQLiteSyncDialect();

/** SQLite 3.53. One writer at a time, so rows need no locks. */
export const sqliteDialect: Dialect = {
  name: "sqlite",
  compile(statement) {
    const { sql: text, params: parameters } = drizzle.sqlToQuery(statement);
    return { text, parameters };
  },
  lockingRows: sql``,
  skippingLocked: sql``,
  isOneOf: (column, parameter) => sql`${column} IN (SELECT value FROM json_each(${parameter}))`,
  listParameter: (values) => JSON.stringify(values),
  // Transactions begin IMMEDIATE, which is lock enough.
  takingTurns: (names) => sql`SELECT ${names} AS names`,
  ownWrites: {
    begin: sql`INSERT INTO lockstep_writing (single) VALUES (1)`,
    end: sql`DELETE FROM lockstep_writing`,
  },
  publisherTurn: sql`SELECT 1`,
  jobs: null,
  migrationLock: "",
  columnTypes: { text: "TEXT", integer: "INTEGER", real: "REAL" },
};
