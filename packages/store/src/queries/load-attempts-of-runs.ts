import type { StepAttempt } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { stepAttempts } from "../schema/index.ts";
import { loadPayloads } from "./load-payloads.ts";

const select = statement<{ runs: readonly string[] }, StepAttemptRow>(
  ({ runs }, { isOneOf }) => sql`
    SELECT * FROM ${stepAttempts} WHERE ${isOneOf(sql`run`, runs)}
    ORDER BY run, coalesce(started_at, ended_at), step, item, attempt`,
);

/** The journals of runs, each in the order in which attempts started. */
export function* loadAttemptsOfRuns(
  runs: readonly string[],
): Query<ReadonlyMap<string, readonly StepAttempt[]>> {
  const journals = new Map<string, StepAttempt[]>();
  if (runs.length === 0) return journals;
  const rows = yield* rowsOf(select, { runs });
  const find = yield* loadPayloads(rows.map(({ run, output_payload: digest }) => ({ run, digest })));
  for (const row of rows) {
    const journal = journals.get(row.run);
    if (journal === undefined) journals.set(row.run, [stepAttemptOf(row, find)]);
    else journal.push(stepAttemptOf(row, find));
  }
  return journals;
}
