import { getTableName, type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

import type { Dialect } from "./dialect.ts";
import { bindable, type CompiledStatement, nameOf, type SqlValue, type Values } from "./statement.ts";

/** Inserts any number of rows: prepared row by row in SQLite, many rows a statement in PostgreSQL. */
export interface Insertion<Row extends Values> extends UntypedInsertion {
  /** Only carries types. */
  readonly types?: Row;
}

export interface UntypedInsertion {
  /** Inserts `count` rows at once. */
  compiledFor(dialect: Dialect, count: number): CompiledInsertion;
}

interface CompiledInsertion extends Pick<CompiledStatement, "name" | "text"> {
  bind(rows: readonly Values[]): unknown[];
}

interface InsertionDetails<Column extends string> {
  readonly columns: readonly Column[];
  /** Columns that the database fills in, the same in every row. */
  readonly computed?: { readonly [column: string]: SQL };
  /** What follows the rows: `ON CONFLICT …`. */
  readonly onConflict?: SQL;
}

type RowOf<Table extends SQLiteTable, Column extends string> = {
  readonly [Name in Column & keyof InferSelectModel<Table>]: InferSelectModel<Table>[Name] & SqlValue;
};

/** Declares an insertion of these columns; a conflict is an error unless `onConflict` says otherwise. */
export function insertInto<Table extends SQLiteTable, Column extends keyof InferSelectModel<Table> & string>(
  table: Table,
  details: InsertionDetails<Column>,
): Insertion<RowOf<Table, Column>> {
  const compiled = new Map<string, CompiledInsertion>();
  return {
    compiledFor(dialect, count) {
      const key = `${dialect.name}/${count}`;
      const known = compiled.get(key);
      if (known !== undefined) return known;
      const fresh = compile(getTableName(table), details, { dialect, count });
      compiled.set(key, fresh);
      return fresh;
    },
  };
}

function compile(
  table: string,
  { columns, computed = {}, onConflict }: InsertionDetails<string>,
  { dialect, count }: { readonly dialect: Dialect; readonly count: number },
): CompiledInsertion {
  const names = sql.join(
    [...columns, ...Object.keys(computed)].map((name) => sql.identifier(name)),
    sql`, `,
  );
  const row = sql`(${sql.join([...columns.map((name) => sql`${sql.placeholder(name)}`), ...Object.values(computed)], sql`, `)})`;
  const rows = sql.join(
    Array.from({ length: count }, () => row),
    sql`, `,
  );
  const { text } = dialect.compile(
    sql`INSERT INTO ${sql.identifier(table)} (${names}) VALUES ${rows} ${onConflict ?? sql``}`,
  );
  return {
    name: nameOf(text),
    text,
    bind: (given) => bindRows(given, columns, dialect),
  };
}

/** A plain loop: with 10 000 rows, `flatMap` alone took as long as SQLite. */
function bindRows(rows: readonly Values[], columns: readonly string[], dialect: Dialect): unknown[] {
  const bound: unknown[] = [];
  for (const row of rows) for (const name of columns) bound.push(bindable(row[name], dialect));
  return bound;
}
