import type { SQL } from "drizzle-orm";

/** What the two databases do differently; everything else is the same SQL. */
export interface Dialect {
  readonly name: "sqlite" | "postgres";
  /** Text and parameters of a statement, in this database's placeholders. */
  compile(statement: SQL): { readonly text: string; readonly parameters: readonly unknown[] };
  /** After a SELECT: keeps others from changing the rows until the transaction ends. */
  readonly lockingRows: SQL;
  /** The same, passing over rows that somebody else has locked. */
  readonly skippingLocked: SQL;
  /** Whether `column` is one of the values in one parameter, made by {@link Dialect.listParameter}. */
  isOneOf(column: SQL, parameter: SQL): SQL;
  listParameter(values: readonly string[]): unknown;
  /** Waits for the turn at each of the names in one parameter, in their order; keeps them until the transaction ends. */
  takingTurns(names: SQL): SQL;
  /** Around writes of Lockstep's own to guarded rows, so that they are not noted as somebody else's edits. */
  readonly ownWrites: { readonly begin: SQL; readonly end: SQL };
  /** Waits until no other transaction numbers events. */
  readonly publisherTurn: SQL;
  /** The jobs that wake runs; null where the process that serves the runs is the only one. */
  readonly jobs: JobStatements | null;
  /** First in the transaction that migrates: keeps other processes from doing it at the same time. */
  readonly migrationLock: string;
  /** Type that a column of the schema has in the migrated database. */
  readonly columnTypes: { readonly [declared: string]: string };
}

/** What the store does with jobs besides adding them, which is done by triggers on `runs`. */
export interface JobStatements {
  /** Frees the jobs that these pools have locked. */
  unlock(pools: SQL): SQL;
  /** Queues that ever had a job, as `queue`. */
  readonly queues: SQL;
}
