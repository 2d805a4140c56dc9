import { checksumOfText, type Clock, toTimestamp } from "@lockstep/model";
import Sqlite from "better-sqlite3";

import type { Database } from "./database.ts";
import type { Answer, Operation, Query } from "./query.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { sqliteFailure } from "./sqlite-failure.ts";
import { createGroupCommit } from "./sqlite-group-commit.ts";

/** Opens or makes a database file. `clock` is the database's clock. */
export function openSqliteDatabase(file: string, clock: Clock): Database {
  const connection = connect(file, clock);
  const prepared = new Map<string, Sqlite.Statement>();

  function prepare(text: string): Sqlite.Statement {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const fresh = connection.prepare(text);
    prepared.set(text, fresh);
    return fresh;
  }

  const perform = (operation: Operation) => performWith(connection, prepare, operation);
  const groupCommit = createGroupCommit(connection, <Result>(query: Query<Result>) => drive(query, perform));
  return {
    dialect: sqliteDialect,
    read: async (query) => guarded(() => drive(query, perform)),
    // Nobody else writes before the query has run to its end.
    snapshot: async (query) => guarded(() => drive(query, perform)),
    transact: (query) => groupCommit(query),
    close: async () => {
      // Comes after everything that was asked for before.
      await groupCommit(function* () {});
      connection.close();
    },
  };
}

function connect(file: string, clock: Clock): Sqlite.Database {
  return guarded(() => {
    const connection = new Sqlite(file, { timeout: 2_000 });
    for (const pragma of pragmas) connection.pragma(pragma);
    connection.function("lockstep_now", () => toTimestamp(clock.now()));
    connection.function("lockstep_after", (milliseconds) => toTimestamp(clock.now() + Number(milliseconds)));
    connection.function("lockstep_append_only_checksum", (canonical) =>
      checksumOfText("lockstep-manifest/v1", String(canonical)),
    );
    return connection;
  });
}

const pragmas = [
  "journal_mode = WAL",
  // An acknowledged write survives a power cut; group commit pays for it.
  "synchronous = FULL",
  "foreign_keys = ON",
  // Without it, REPLACE would delete guarded rows without firing their triggers.
  "recursive_triggers = ON",
  "cache_size = -65536",
  "journal_size_limit = 67108864",
];

/** Runs a query to its end without leaving this turn of the event loop. */
function drive<Result>(query: Query<Result>, perform: (operation: Operation) => Answer): Result {
  let next = query.next();
  while (next.done !== true) next = query.next(perform(next.value));
  return next.value;
}

type Prepare = (text: string) => Sqlite.Statement;

function performWith(connection: Sqlite.Database, prepare: Prepare, operation: Operation): Answer {
  switch (operation.kind) {
    case "run": {
      const { text, bind } = operation.statement.compiledFor(sqliteDialect);
      return execute(prepare(text), bind(operation.values));
    }
    case "run-each": {
      const { text, bind } = operation.statement.compiledFor(sqliteDialect);
      const statement = prepare(text);
      if (statement.reader)
        return { rows: operation.values.flatMap((values) => statement.all(...bind(values))), changes: [] };
      return { rows: [], changes: operation.values.map((values) => statement.run(...bind(values)).changes) };
    }
    case "insert": {
      const { text, bind } = operation.insertion.compiledFor(sqliteDialect, 1);
      const statement = prepare(text);
      return { rows: [], changes: operation.rows.map((row) => statement.run(...bind([row])).changes) };
    }
    case "script":
      connection.exec(operation.text);
      return { rows: [], changes: [] };
    case "together":
      for (const one of operation.operations) performWith(connection, prepare, one);
      return { rows: [], changes: [] };
  }
}

function execute(statement: Sqlite.Statement, parameters: unknown[]): Answer {
  if (statement.reader) return { rows: statement.all(...parameters), changes: [] };
  return { rows: [], changes: [statement.run(...parameters).changes] };
}

function guarded<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw sqliteFailure(thrown);
  }
}
