import type { ListedAttempt } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { runPayloads, stepAttempts } from "../schema/index.ts";

const select = statement<{ run: string }, StepAttemptRow & { readonly payload_bytes: number | null }>(
  ({ run }) => sql`
    SELECT attempts.*, payloads.bytes AS payload_bytes FROM ${stepAttempts} AS attempts
    LEFT JOIN ${runPayloads} AS payloads
      ON payloads.run = attempts.run AND payloads.digest = attempts.output_payload
    WHERE attempts.run = ${run}
    ORDER BY coalesce(attempts.started_at, attempts.ended_at), attempts.step, attempts.item, attempts.attempt`,
);

/** A run's journal in the order in which attempts started, without the outputs that lie beside it. */
export function* listAttempts(run: string): Query<readonly ListedAttempt[]> {
  const rows = yield* rowsOf(select, { run });
  return rows.map((row) => ({ ...stepAttemptOf(row, () => null), outputBytes: row.payload_bytes }));
}
