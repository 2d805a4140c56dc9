import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";

import { connectionSettings } from "../database/postgres-database.ts";
import { postgresDialect } from "../database/postgres-dialect.ts";
import { postgresFailure } from "../database/postgres-failure.ts";

/** It tells of each migration; only failures matter, and those are thrown. */
const silent = new Logger(() => () => {});

/** Brings graphile-worker's own schema up to date, before ours whose triggers add jobs. One process at a time. */
export async function migrateJobs(url: string): Promise<void> {
  const client = new pg.Client({ ...connectionSettings, connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(postgresDialect.migrationLock.replace("_xact_", "_"));
    await runMigrations({ connectionString: url, logger: silent });
  } catch (thrown) {
    throw postgresFailure(thrown);
  } finally {
    // Ends the lock with the connection.
    await client.end().catch(() => {});
  }
}
