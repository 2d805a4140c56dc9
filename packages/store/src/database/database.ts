import type { Dialect } from "./dialect.ts";
import type { Query } from "./query.ts";
import type { Rollback } from "./rollback.ts";

/** One of the two databases. Everything it throws is a `Failure`. */
export interface Database {
  readonly dialect: Dialect;
  /** Runs a query of reads outside a transaction: each sees what is committed. */
  read<Result>(query: Query<Result>): Promise<Result>;
  /** Runs a query of reads that all see the same commit. */
  snapshot<Result>(query: Query<Result>): Promise<Result>;
  /** Runs a query in one transaction: all of it is durable when this resolves, or nothing happened. May run it again. */
  transact<Result>(query: () => Query<Result | Rollback<Result>>): Promise<Result>;
  close(): Promise<void>;
}
