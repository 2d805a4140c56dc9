import { randomUUID } from "node:crypto";

import { type Clock, type Ids, type OrgStore, systemClock } from "@lockstep/model";

import type { Database } from "./database/database.ts";
import { openPostgresDatabase } from "./database/postgres-database.ts";
import { openSqliteDatabase } from "./database/sqlite-database.ts";
import { migrateJobs } from "./migrating/migrate-jobs.ts";
import { migrate } from "./migrating/migrate.ts";
import { readMigrations } from "./migrating/read-migrations.ts";
import { notify } from "./queries/notify.ts";
import { createLocalSignals } from "./signals/create-local-signals.ts";
import { createLocalStreams } from "./signals/create-local-streams.ts";
import { createPostgresSignals } from "./signals/create-postgres-signals.ts";
import { createPostgresStreams } from "./signals/create-postgres-streams.ts";
import { createOrgStore } from "./stores/create-org-store.ts";

export interface OpenStoreOptions {
  /** `postgres://…`; `null` uses the SQLite file. */
  readonly url: string | null;
  /** The SQLite file; its directory exists. */
  readonly file: string;
  /** Salt of the ids by which records refer to people; kept outside the database. */
  readonly salt: string | Uint8Array;
  readonly ids: Ids;
  /** SQLite's clock; PostgreSQL has its own. The machine's unless given. */
  readonly clock?: Clock;
}

/**
 * Opens the org database and migrates it. Failures: `database-unreachable`, `disk-full`, and `configuration-invalid`
 * when a newer Lockstep migrated it beyond what this one may write to.
 */
export async function openStore(options: OpenStoreOptions): Promise<OrgStore> {
  const { url, file, clock = systemClock } = options;
  const database = url === null ? openSqliteDatabase(file, clock) : openPostgresDatabase(url);
  try {
    if (url !== null) await migrateJobs(url);
    await migrate(database, await readMigrations(database.dialect.name));
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
  return createOrgStore({
    ...options,
    database,
    ...(url === null ? localHints() : hintsOver(url, database)),
  });
}

/** What tells others without being relied on. */
function localHints() {
  const close = async (): Promise<void> => {};
  return { signals: { ...createLocalSignals(), close }, streams: { ...createLocalStreams(), close } };
}

function hintsOver(url: string, database: Database) {
  const send = (channel: string, payload: string) => database.transact(() => notify(channel, payload));
  const options = { url, sender: randomUUID(), send };
  return { signals: createPostgresSignals(options), streams: createPostgresStreams(options) };
}
