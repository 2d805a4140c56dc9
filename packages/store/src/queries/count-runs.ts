import type { RunState } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly state: RunState; readonly count: number }>(
  () => sql`SELECT state, count(*) AS count FROM ${runs} GROUP BY state`,
);

/** Runs by state. */
export function* countRuns(): Query<Readonly<Record<RunState, number>>> {
  const counts = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
  for (const { state, count } of yield* rowsOf(select, {})) counts[state] = count;
  return counts;
}
