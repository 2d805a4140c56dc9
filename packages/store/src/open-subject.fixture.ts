import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { systemClock } from "@lockstep/model";
import { createTestDatabase } from "@lockstep/testkit";
import Sqlite from "better-sqlite3";

import { unique } from "./contract/builders.fixture.ts";
import type { Subject } from "./contract/subject.fixture.ts";
import type { Database } from "./database/database.ts";
import { openPostgresDatabase } from "./database/postgres-database.ts";
import { openSqliteDatabase } from "./database/sqlite-database.ts";
import { openStore } from "./open-store.ts";

export interface OpenSubject extends Subject {
  /** `null` for SQLite. */
  readonly url: string | null;
  readonly file: string;
  close(): Promise<void>;
}

const ids = { next: () => unique("id") };

/** Settings of a store that a test opens. */
export const storeOptions = (url: string | null, file: string) => ({ url, file, salt: "salt", ids });

/** A store on a SQLite file of its own. */
export async function openSqliteSubject(): Promise<OpenSubject> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-store-"));
  const file = join(directory, "org.sqlite");
  const store = await openStore(storeOptions(null, file));
  const beside = new Sqlite(file, { timeout: 5_000 });
  beside.pragma("recursive_triggers = ON");
  return subjectOver(openSqliteDatabase(file, systemClock), {
    store,
    url: null,
    file,
    sql: async (statement) => {
      if (/^(SELECT|PRAGMA [a-z_]+\()/i.test(statement.trim()))
        return beside.prepare(statement).all() as never;
      beside.exec(statement);
      return [];
    },
    close: async () => {
      beside.close();
      await rm(directory, { recursive: true });
    },
  });
}

/** A store on a PostgreSQL database of its own. */
export async function openPostgresSubject(serverUrl: string) {
  const testDatabase = await createTestDatabase(serverUrl);
  const { url } = testDatabase;
  const store = await openStore(storeOptions(url, ""));
  const subject = subjectOver(openPostgresDatabase(url), {
    store,
    url,
    file: "",
    sql: testDatabase.run,
    close: testDatabase.drop,
  });
  return { ...subject, disconnectAll: testDatabase.disconnectAll };
}

function subjectOver(database: Database, parts: Omit<OpenSubject, "database">): OpenSubject {
  return {
    ...parts,
    database,
    close: async () => {
      await parts.store.close();
      await database.close();
      await parts.close();
    },
  };
}
