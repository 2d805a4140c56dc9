import type { Insertion, UntypedInsertion } from "./insertion.ts";
import type { Statement, UntypedStatement, Values } from "./statement.ts";

/** One thing for the database to do. */
export type Operation =
  | { readonly kind: "run"; readonly statement: UntypedStatement; readonly values: Values }
  | { readonly kind: "run-each"; readonly statement: UntypedStatement; readonly values: readonly Values[] }
  | { readonly kind: "insert"; readonly insertion: UntypedInsertion; readonly rows: readonly Values[] }
  | { readonly kind: "script"; readonly text: string }
  /** Operations that need nothing of each other's answers. */
  | { readonly kind: "together"; readonly operations: readonly Operation[] };

/** What came of it: rows, or how many rows were changed (in order, for `run-each`). */
export interface Answer {
  readonly rows: readonly unknown[];
  readonly changes: readonly number[];
}

/**
 * A query is a generator that yields operations and is given their answers. So the same code reads, decides and
 * writes within one transaction on SQLite, whose driver is synchronous, and on PostgreSQL, whose driver is not.
 */
export type Query<Result> = Generator<Operation, Result, Answer>;

/** All rows of a statement. */
export function* rowsOf<Given extends Values, Row>(
  statement: Statement<Given, Row>,
  values: Given,
): Query<readonly Row[]> {
  const { rows } = yield { kind: "run", statement, values };
  return rows as readonly Row[];
}

/** The first row of a statement, or `null`. */
export function* firstOf<Given extends Values, Row>(
  statement: Statement<Given, Row>,
  values: Given,
): Query<Row | null> {
  return (yield* rowsOf(statement, values))[0] ?? null;
}

/** How many rows a statement changed. */
export function* changesOf<Given extends Values>(
  statement: Statement<Given, never>,
  values: Given,
): Query<number> {
  const { changes } = yield { kind: "run", statement, values };
  return changes[0] ?? 0;
}

/** Runs a statement once per set of values; how many rows each changed. */
export function* changesOfEach<Given extends Values>(
  statement: Statement<Given, never>,
  values: readonly Given[],
): Query<readonly number[]> {
  if (values.length === 0) return [];
  const { changes } = yield { kind: "run-each", statement, values };
  return changes;
}

/** Runs a statement once per set of values; the rows of all, one after the other. */
export function* rowsOfEach<Given extends Values, Row>(
  statement: Statement<Given, Row>,
  values: readonly Given[],
): Query<readonly Row[]> {
  if (values.length === 0) return [];
  const { rows } = yield { kind: "run-each", statement, values };
  return rows as readonly Row[];
}

/** Inserts rows; how many were new or, where the insertion says so, updated. */
export function* inserted<Row extends Values>(
  insertion: Insertion<Row>,
  rows: readonly Row[],
): Query<number> {
  if (rows.length === 0) return 0;
  const { changes } = yield { kind: "insert", insertion, rows };
  return changes.reduce((sum, count) => sum + count, 0);
}

/** Runs statements without values, separated by semicolons: a migration. */
export function* script(text: string): Query<void> {
  yield { kind: "script", text };
}

/** Writes that need nothing of each other: PostgreSQL is sent all of them before it has answered the first. */
export function* together(queries: readonly Query<unknown>[]): Query<void> {
  const operations = queries.flatMap((query) => {
    const first = query.next();
    return first.done === true ? [] : [first.value];
  });
  if (operations.length > 0) yield { kind: "together", operations };
}
