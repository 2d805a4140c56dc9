import type { RunCounts, RunFilter, RunState } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runs } from "../schema/index.ts";
import { conditionsOf, endsOf } from "./run-conditions.ts";

/** Counting millions would hold others up; nobody reads the difference. */
const most = 10_000;

/** The newest runs that a filter leaves, by state; which states it names does not matter. */
export function* countMatchingRuns(asked: RunFilter): Query<RunCounts> {
  const filter = { ...asked, states: [] };
  const select = statement<Record<string, never>, { readonly state: RunState; readonly count: number }>(
    () => sql`
      SELECT state, count(*) AS count FROM (
        SELECT state FROM ${runs}${where(...conditionsOf(filter), ...endsOf(filter, null))}
        ORDER BY id DESC LIMIT ${most + 1}
      ) AS newest GROUP BY state`,
  );
  const states = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
  let sum = 0;
  for (const { state, count } of yield* rowsOf(select, {})) {
    states[state] = count;
    sum += count;
  }
  return { states, isCut: sum > most };
}
