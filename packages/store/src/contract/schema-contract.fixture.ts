import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";

import * as schema from "../schema/index.ts";
import type { Subject, SubjectOf } from "./subject.fixture.ts";

interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Place in the primary key, from 1; 0 for the others. */
  readonly key: number;
}

const tables = Object.values(schema).filter((each) => is(each, SQLiteTable));

export function schemaContract(subject: SubjectOf): void {
  describe("the schema", () => {
    test.each(tables.map((table) => [getTableName(table), table] as const))(
      "table %s is in the database as it is declared",
      async (name, table) => {
        const { columnTypes } = subject().database.dialect;
        expect(await readColumns(subject(), name)).toEqual(declaredColumns(table, columnTypes));
      },
    );

    test("the database has no table that is not declared", async () => {
      const found = await subject().sql(
        subject().store.dialect === "postgres"
          ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
          : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'lockstep_writing'",
      );
      expect(found.map(({ name }) => String(name)).sort()).toEqual(tables.map(getTableName).sort());
    });
  });
}

function declaredColumns(
  table: SQLiteTable,
  types: { readonly [declared: string]: string },
): readonly ColumnFacts[] {
  const composite = getTableConfig(table).primaryKeys[0]?.columns.map(({ name }) => name) ?? [];
  return Object.values(getTableColumns(table)).map((column) => ({
    name: column.name,
    type: types[column.getSQLType()] ?? "undeclared",
    notNull: column.notNull || column.primary,
    key: column.primary ? 1 : composite.indexOf(column.name) + 1,
  }));
}

async function readColumns({ store, sql }: Subject, table: string): Promise<readonly ColumnFacts[]> {
  const rows = await sql(store.dialect === "postgres" ? postgresColumns(table) : sqliteColumns(table));
  return rows.map(({ name, type, not_null, key }) => ({
    name: String(name),
    type: String(type).replace("BIGINT", "INTEGER"),
    notNull: Boolean(not_null),
    key: Number(key),
  }));
}

const sqliteColumns = (table: string) => `
  SELECT name, type, "notnull" AS not_null, pk AS key FROM pragma_table_info('${table}') ORDER BY cid`;

const postgresColumns = (table: string) => `
  SELECT column_name AS name, data_type AS type, is_nullable = 'NO' AS not_null, coalesce((
    SELECT usage.ordinal_position FROM information_schema.key_column_usage AS usage
    JOIN information_schema.table_constraints AS named USING (constraint_name, table_name)
    WHERE named.constraint_type = 'PRIMARY KEY' AND usage.table_name = columns.table_name
      AND usage.column_name = columns.column_name), 0) AS key
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}'
  ORDER BY columns.ordinal_position`;
