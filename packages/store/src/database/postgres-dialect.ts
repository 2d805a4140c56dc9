import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";

import type { Dialect } from "./dialect.ts";
import { postgresJobs } from "./postgres-jobs.ts";

const drizzle = new PgDialect();

/** PostgreSQL 14 or newer. Transactions read committed; what must not move under them is locked. */
export const postgresDialect: Dialect = {
  name: "postgres",
  compile(statement) {
    const { sql: text, params: parameters } = drizzle.sqlToQuery(statement);
    return { text, parameters };
  },
  lockingRows: sql` FOR UPDATE`,
  skippingLocked: sql` FOR UPDATE SKIP LOCKED`,
  isOneOf: (column, parameter) => sql`${column} = ANY(${parameter}::text[])`,
  listParameter: (values) => values,
  takingTurns: (names) => sql`
    SELECT pg_advisory_xact_lock(hashtextextended(name, 7302851199254483))
    FROM (SELECT unnest(${names}::text[]) AS name ORDER BY 1) AS turns`,
  // Ends with the transaction in any case.
  ownWrites: {
    begin: sql`SELECT set_config('lockstep.writing', 'on', true)`,
    end: sql`SELECT set_config('lockstep.writing', 'off', true)`,
  },
  publisherTurn: sql`SELECT pg_advisory_xact_lock(7302851199254482)`,
  jobs: postgresJobs,
  migrationLock: "SELECT pg_advisory_xact_lock(7302851199254481)",
  columnTypes: { text: "text", integer: "bigint", real: "double precision" },
};
