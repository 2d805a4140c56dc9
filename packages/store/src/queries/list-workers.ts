import type { Worker } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { workerOf, type WorkerRow } from "../rows/worker-row.ts";
import { workers } from "../schema/index.ts";

const select = statement<Record<string, never>, WorkerRow>(
  () => sql`SELECT * FROM ${workers} ORDER BY name, id`,
);

/** Who executes runs, by name. */
export function* listWorkers(): Query<readonly Worker[]> {
  return (yield* rowsOf(select, {})).map(workerOf);
}
