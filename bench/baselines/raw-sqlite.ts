import Sqlite from "better-sqlite3";

import { appliedRevisionSql, insertions, insertSql, pageSql, type RawDatabase } from "./raw-database.ts";

/** Opens a database file that the product has migrated, with the product's durability. */
export function openRawSqlite(file: string): RawDatabase {
  const connection = new Sqlite(file, { timeout: 5_000 });
  connection.pragma("synchronous = FULL");
  const readRevision = connection.prepare(appliedRevisionSql).pluck();
  const readPage = connection.prepare(pageSql);
  const tables = Object.entries(insertions).map(([table, { values }]) => ({
    values,
    insert: connection.prepare(insertSql(table, 1, () => "?")),
  }));
  const known = new Map<string, Sqlite.Statement>();
  const prepared = (text: string) => {
    const statement = known.get(text) ?? connection.prepare(text);
    known.set(text, statement);
    return statement;
  };
  return {
    readAppliedRevision: async () => (readRevision.get() as string | null | undefined) ?? null,
    readPage: async () => void readPage.all(),
    apply: async (rows, sequence) => {
      connection.exec("BEGIN IMMEDIATE");
      for (const { values, insert } of tables) for (const row of rows) insert.run(...values(row, sequence));
      connection.exec("COMMIT");
    },
    readAll: async (text) => prepared(text).all() as readonly Readonly<Record<string, unknown>>[],
    execute: async (text) => void connection.exec(text),
    close: async () => {
      connection.close();
    },
  };
}
