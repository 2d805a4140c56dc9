import type { Database } from "../database/database.ts";
import type { Query } from "../database/query.ts";

/** What a crash looks like to a transaction. */
class Crash extends Error {}

/** A database whose transactions break before their operation number `at` (from 0); counts operations meanwhile. */
export function failingDatabase(database: Database, at: number) {
  let operations = 0;
  function* breaking<Result>(query: Query<Result>): Query<Result> {
    let next = query.next();
    while (next.done !== true) {
      if (operations === at) throw new Crash(`before operation ${at}`);
      operations += 1;
      next = query.next(yield next.value);
    }
    if (operations === at) throw new Crash("before the commit");
    return next.value;
  }
  return {
    database: { ...database, transact: (query) => database.transact(() => breaking(query())) } as Database,
    operations: () => operations,
  };
}
