import Sqlite from "better-sqlite3";

import {
  type AppliedManifest,
  appliedRevisionSql,
  insertions,
  insertSql,
  manifestsSql,
  pageSql,
  type RawDatabase,
  stateSql,
} from "./raw-database.ts";

/** Opens a database file that the product has migrated, with the product's durability. */
export function openRawSqlite(file: string): RawDatabase {
  const connection = new Sqlite(file, { timeout: 5_000 });
  connection.pragma("synchronous = FULL");
  const readRevision = connection.prepare(appliedRevisionSql).pluck();
  const readPage = connection.prepare(pageSql);
  const readManifests = connection.prepare(manifestsSql);
  const readState = connection.prepare(`${stateSql}?`);
  const tables = Object.entries(insertions).map(([table, { values }]) => ({
    values,
    insert: connection.prepare(insertSql(table, 1, () => "?")),
  }));
  return {
    readAppliedRevision: async () => (readRevision.get() as string | null | undefined) ?? null,
    readPage: async () => void readPage.all(),
    apply: async (rows, sequence) => {
      connection.exec("BEGIN IMMEDIATE");
      for (const { values, insert } of tables) for (const row of rows) insert.run(...values(row, sequence));
      connection.exec("COMMIT");
    },
    readManifests: async () => readManifests.all() as readonly AppliedManifest[],
    readState: async (sequence) => void readState.get(sequence),
    execute: async (text) => void connection.exec(text),
    close: async () => {
      connection.close();
    },
  };
}
