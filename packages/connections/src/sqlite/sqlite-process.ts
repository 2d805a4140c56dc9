import type Sqlite from "better-sqlite3";

import type { Order, Report } from "./protocol.ts";
import { describeFault, openFile, runStatement } from "./run-statement.ts";

/** A process that carries out orders on one file, one after the other. It ends with the process that started it. */
let database: Sqlite.Database | null = null;

process.on("message", (order: Order) => process.send?.(answer(order)));
process.on("disconnect", () => process.exit());

function answer(order: Order): Report {
  try {
    database ??= openFile(order);
  } catch (thrown) {
    return describeFault(thrown).toOutcome();
  }
  return runStatement(database, order);
}
