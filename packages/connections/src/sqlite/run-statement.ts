import type { Json, JsonObject, SqlOutcome } from "@lockstep/model";
import Sqlite from "better-sqlite3";

import { Refusal } from "../refusal.ts";
import { RowCollector } from "../statement/row-collector.ts";
import type { Order } from "./protocol.ts";

/** Carries one order out, over a database that is open. */
export function runStatement(database: Sqlite.Database, order: Order): SqlOutcome {
  try {
    return { ok: true, ...carryOut(database, order) };
  } catch (thrown) {
    return describeFault(thrown).toOutcome();
  }
}

/** Opens the file for orders. Fails as `security` for a database of a Lockstep installation. */
export function openFile({ file, timeoutMs }: Pick<Order, "file" | "timeoutMs">): Sqlite.Database {
  const database = new Sqlite(file, { fileMustExist: true, timeout: Math.min(timeoutMs, 5_000) });
  database.pragma("trusted_schema = OFF");
  const tables = "SELECT count(*) AS own FROM sqlite_schema WHERE name IN ('step_attempts', 'ledger')";
  if (database.prepare<[], { own: number }>(tables).get()?.own !== 2) return database;
  database.close();
  throw new Refusal("security", "This is a database of Lockstep itself; sql steps never reach it.");
}

function carryOut(database: Sqlite.Database, order: Order) {
  const statement = database.prepare<[Record<string, unknown>]>(order.statement).safeIntegers(true);
  const values = Object.fromEntries(order.parameters.map((value, index) => [index + 1, toParameter(value)]));
  if (!statement.reader) return { rows: null, rowCount: statement.run(values).changes };
  const names = statement.columns().map(({ name }) => name);
  // What a statement wrote is undone when it gives more rows than are wanted.
  const rows = statement.readonly
    ? readRows(statement.raw(true).iterate(values), names, order)
    : database.transaction(() => readRows(statement.raw(true).iterate(values), names, order))();
  return { rows, rowCount: rows.length };
}

function readRows(found: Iterable<unknown>, names: readonly string[], order: Order): readonly JsonObject[] {
  const collector = new RowCollector(order);
  for (const values of found) collector.add(names, (values as readonly unknown[]).map(toJson));
  return collector.rows;
}

/** SQLite has no booleans and no JSON: they are 1 and 0, and text for its JSON functions. */
function toParameter(value: Json): unknown {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** Integers beyond what JSON keeps exactly and infinities become texts, blobs base64. */
function toJson(value: unknown): Json {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "string" ? value : null;
}

export function describeFault(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof Sqlite.SqliteError) {
    const { code, message } = thrown;
    const isUnreachable = /^SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|NOTADB|CORRUPT|READONLY|FULL|PERM)/.test(code);
    if (isUnreachable) return new Refusal("connectivity", `The database cannot be used (${code}).`);
    return new Refusal("execution", `${message} (${code})`);
  }
  return new Refusal("execution", thrown instanceof Error ? thrown.message : "The statement failed.");
}
