import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore } from "@lockstep/store";
import { createTestDatabase } from "@lockstep/testkit";
import Sqlite from "better-sqlite3";

import type { SharedDatabase } from "./world.fixture.ts";

export interface OpenDatabase extends SharedDatabase {
  close(): Promise<void>;
}

function countingIds() {
  let made = 0;
  return { next: () => `id-${String((made += 1)).padStart(9, "0")}` };
}

export async function openSqlite(): Promise<OpenDatabase> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-sequences-"));
  const file = join(directory, "org.sqlite");
  const ids = countingIds();
  const store = await openStore({ url: null, file, salt: "salt", ids });
  const beside = new Sqlite(file, { timeout: 5_000 });
  return {
    store,
    ids,
    sql: async (statement) => {
      beside.exec(statement);
      return [];
    },
    async close() {
      beside.close();
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
}

export async function openPostgres(serverUrl: string): Promise<OpenDatabase> {
  const database = await createTestDatabase(serverUrl);
  const ids = countingIds();
  const store = await openStore({ url: database.url, file: "", salt: "salt", ids });
  return {
    store,
    ids,
    sql: database.run,
    async close() {
      await store.close();
      await database.drop();
    },
  };
}
