import { Failure } from "@lockstep/model";
import pg, { TypeOverrides } from "pg";

import type { Database } from "./database.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import { isTransient, postgresFailure } from "./postgres-failure.ts";
import type { Answer, Operation, Query } from "./query.ts";
import { Rollback } from "./rollback.ts";
import type { CompiledStatement } from "./statement.ts";

/** Connects on first use and again after every loss. */
export function openPostgresDatabase(url: string): Database {
  const pool = createPool(url);
  return {
    dialect: postgresDialect,
    read: (query) => guarded(() => drive(query, (operation) => performWith(pool, operation))),
    snapshot: (query) =>
      guarded(() => transactWith(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", () => query)),
    transact: (query) => guarded(() => persist(() => transactWith(pool, "BEGIN", query))),
    close: () => pool.end(),
  };
}

/** All of one connection's needs except its lifetime. */
export const connectionSettings = {
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  application_name: "lockstep",
} as const;

function createPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({
    ...connectionSettings,
    connectionString,
    max: 10,
    statement_timeout: 60_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    // Statements that are asked for together are sent together, each without waiting for the one before.
    pipeline: true,
    types,
  });
  // A lost connection is reported to whoever used it; without a listener it would end the process.
  const ignore = () => {};
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}

/** Counters stay far below 2^53, so a bigint is read as a number. */
const types = new TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

type Performer = (operation: Operation) => Promise<Answer>;

async function drive<Result>(query: Query<Result>, perform: Performer): Promise<Result> {
  let next = query.next();
  while (next.done !== true) next = query.next(await perform(next.value));
  return next.value;
}

async function transactWith<Result>(
  pool: pg.Pool,
  begin: string,
  query: () => Query<Result | Rollback<Result>>,
): Promise<Result> {
  const client = await pool.connect();
  let isSound = false;
  try {
    const begun = client.query(begin);
    // Awaited with the first answer; a failure shows there as well.
    begun.catch(() => {});
    const outcome = await drive(query(), (operation) => performWith(client, operation));
    await begun;
    await client.query(outcome instanceof Rollback ? "ROLLBACK" : "COMMIT");
    isSound = true;
    return outcome instanceof Rollback ? outcome.result : outcome;
  } catch (thrown) {
    // A refusal of ours, not a fault of the connection.
    if (thrown instanceof Failure) isSound = await rollBack(client);
    throw thrown;
  } finally {
    // After a fault the connection is closed, which rolls back whatever it was in.
    client.release(!isSound);
  }
}

function rollBack(client: pg.PoolClient): Promise<boolean> {
  return client.query("ROLLBACK").then(
    () => true,
    () => false,
  );
}

/** Deadlocks are broken by giving one transaction up: that one is run again. */
async function persist<Result>(attempt: () => Promise<Result>, tries = 3): Promise<Result> {
  try {
    return await attempt();
  } catch (thrown) {
    if (tries === 1 || !isTransient(thrown)) throw thrown;
    return persist(attempt, tries - 1);
  }
}

type Connection = Pick<pg.ClientBase, "query">;

/** Rows in one statement: more gain nothing, and PostgreSQL allows 65 535 parameters. */
const rowsAtOnce = 512;

async function performWith(connection: Connection, operation: Operation): Promise<Answer> {
  switch (operation.kind) {
    case "run": {
      const { name, text, bind } = operation.statement.compiledFor(postgresDialect);
      const { rows, rowCount } = await connection.query({ name, text, values: bind(operation.values) });
      return { rows, changes: [rowCount ?? 0] };
    }
    case "run-each":
      return runEach(connection, operation);
    case "insert":
      return { rows: [], changes: await insertRows(connection, operation) };
    case "script":
      if (operation.text !== "") await connection.query(operation.text);
      return { rows: [], changes: [] };
    case "together":
      await Promise.all(operation.operations.map((one) => performWith(connection, one)));
      return { rows: [], changes: [] };
  }
}

async function runEach(
  connection: Connection,
  { statement, values }: Extract<Operation, { kind: "run-each" }>,
): Promise<Answer> {
  const { name, text, bind }: CompiledStatement = statement.compiledFor(postgresDialect);
  const sent = values.map((each) => connection.query({ name, text, values: bind(each) }));
  const results = await Promise.all(sent);
  return {
    rows: results.flatMap(({ rows }) => rows as unknown[]),
    changes: results.map(({ rowCount }) => rowCount ?? 0),
  };
}

async function insertRows(
  connection: Connection,
  { insertion, rows }: Extract<Operation, { kind: "insert" }>,
): Promise<readonly number[]> {
  const sent: Promise<pg.QueryResult>[] = [];
  for (let start = 0; start < rows.length;) {
    const count = chunkSize(rows.length - start);
    const { name, text, bind } = insertion.compiledFor(postgresDialect, count);
    sent.push(connection.query({ name, text, values: bind(rows.slice(start, start + count)) }));
    start += count;
  }
  const results = await Promise.all(sent);
  return results.map(({ rowCount }) => rowCount ?? 0);
}

/** The largest power of two that fits: so there are few texts, and all of them are prepared. */
function chunkSize(rows: number): number {
  return Math.min(rowsAtOnce, 2 ** Math.floor(Math.log2(rows)));
}

async function guarded<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (thrown) {
    throw postgresFailure(thrown);
  }
}
