import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { OrgStore, Timestamp } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { createTestDatabase, type TestDatabase } from "@lockstep/testkit";

/** Org databases whose clock stands still until it is set. */
export interface StillDatabases {
  /** One store for each scheduler. */
  readonly stores: readonly OrgStore[];
  setClock(at: Timestamp): Promise<void>;
  close(): Promise<void>;
}

/** One SQLite file, as `lockstep up` has it; `clock` is the one that stands still. */
export async function openSqlite(clock: { now(): number }, ids: { next(): string }): Promise<StillDatabases> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-triggers-"));
  const store = await openStore({ url: null, file: join(directory, "org.sqlite"), salt: "salt", ids, clock });
  return {
    stores: [store, store, store],
    setClock: async () => {},
    async close() {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** One PostgreSQL database with a connection pool for each of three processes. */
export async function openPostgres(serverUrl: string, ids: { next(): string }): Promise<StillDatabases> {
  const database = await createTestDatabase(serverUrl);
  const stores: OrgStore[] = [];
  for (let index = 0; index < 3; index += 1)
    stores.push(await openStore({ url: database.url, file: "", salt: "salt", ids }));
  await stopClock(database);
  return {
    stores,
    setClock: async (at) => {
      await database.run(`UPDATE still.clock SET at = '${at}'`);
    },
    async close() {
      for (const store of stores) await store.close();
      await database.drop();
    },
  };
}

/** The database's clock is a function of ours, so a test can put another in its place. */
async function stopClock(database: TestDatabase): Promise<void> {
  const format = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
  await database.run(`
    CREATE SCHEMA still;
    CREATE TABLE still.clock (at TIMESTAMP WITH TIME ZONE NOT NULL);
    INSERT INTO still.clock VALUES ('2026-01-01T00:00:00.000Z');
    CREATE OR REPLACE FUNCTION lockstep_now() RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
    BEGIN RETURN (SELECT to_char(at AT TIME ZONE 'UTC', ${format}) FROM still.clock); END $$;
    CREATE OR REPLACE FUNCTION lockstep_after(milliseconds BIGINT) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN (
        SELECT to_char((at + milliseconds * INTERVAL '1 millisecond') AT TIME ZONE 'UTC', ${format})
        FROM still.clock);
    END $$;`);
}
