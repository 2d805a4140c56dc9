import type { AttemptKey, StepAttempt } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { stepAttempts } from "../schema/index.ts";
import { loadPayloads } from "./load-payloads.ts";

const select = statement<{ run: string; step: string; item: number; attempt: number }, StepAttemptRow>(
  ({ run, step, item, attempt }) => sql`
    SELECT * FROM ${stepAttempts}
    WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}`,
);

/** One attempt with its output, however large. */
export function* loadAttempt({ run, step, item, attempt }: AttemptKey): Query<StepAttempt | null> {
  const row = yield* firstOf(select, { run, step, item, attempt });
  if (row === null) return null;
  return stepAttemptOf(row, yield* loadPayloads([{ run, digest: row.output_payload }]));
}
