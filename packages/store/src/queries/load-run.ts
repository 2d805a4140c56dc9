import type { Run } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { RunRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";
import { completeRuns } from "./complete-runs.ts";

const select = statement<{ id: string }, RunRow>(({ id }) => sql`SELECT * FROM ${runs} WHERE id = ${id}`);

export function* loadRun(id: string): Query<Run | null> {
  const row = yield* firstOf(select, { id });
  const [run] = yield* completeRuns(row === null ? [] : [row]);
  return run ?? null;
}
