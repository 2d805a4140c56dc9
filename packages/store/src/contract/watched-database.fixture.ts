import type { Database } from "../database/database.ts";
import type { Operation, Query } from "../database/query.ts";

/** A database that tells each statement's text before it runs. */
export function watchedDatabase(database: Database, watch: (text: string) => void): Database {
  function* watched<Result>(query: Query<Result>): Query<Result> {
    let next = query.next();
    while (next.done !== true) {
      for (const text of textsOf(next.value, database)) watch(text);
      next = query.next(yield next.value);
    }
    return next.value;
  }
  return {
    ...database,
    read: (query) => database.read(watched(query)),
    snapshot: (query) => database.snapshot(watched(query)),
    transact: (query) => database.transact(() => watched(query())),
  };
}

function textsOf(operation: Operation, database: Database): readonly string[] {
  const { dialect } = database;
  switch (operation.kind) {
    case "run":
    case "run-each":
      return [operation.statement.compiledFor(dialect).text];
    case "insert":
      return [operation.insertion.compiledFor(dialect, 1).text];
    case "script":
      return [operation.text];
    case "together":
      return operation.operations.flatMap((one) => textsOf(one, database));
  }
}
