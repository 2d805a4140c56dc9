import type { StepAttempt } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { stepAttempts } from "../schema/index.ts";
import { loadPayloads } from "./load-payloads.ts";

const select = statement<{ run: string; step: string; item: number }, StepAttemptRow>(
  ({ run, step, item }) => sql`
    SELECT * FROM ${stepAttempts} WHERE run = ${run} AND step = ${step} AND item = ${item}
    ORDER BY attempt DESC LIMIT 1`,
);

/** The newest attempt of a step or item. */
export function* loadLastAttempt(run: string, step: string, item: number): Query<StepAttempt | null> {
  const row = yield* firstOf(select, { run, step, item });
  if (row === null) return null;
  return stepAttemptOf(row, yield* loadPayloads([{ run, digest: row.output_payload }]));
}
