import type { AttemptFilter, ListedAttempt, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { runPayloads, stepAttempts } from "../schema/index.ts";

interface ListedRow extends StepAttemptRow {
  readonly begun_at: string;
  readonly output_bytes: number;
}

/** What has neither started nor ended comes first, as it does in the database's own order of nulls on SQLite. */
const begunAt = sql`coalesce(started_at, ended_at, '')`;

/** In the order in which attempts started. An output that is too large never leaves the database. */
export function* listAttempts(
  run: string,
  filter: AttemptFilter & { readonly largestOutput: number },
  page: PageRequest,
): Query<Page<ListedAttempt>> {
  const { step, item, attempt, hasItems, largestOutput } = filter;
  const after = keyOfCursor(page, ["string", "string", "number", "number"]);
  const select = statement<Record<string, never>, ListedRow>(
    () => sql`
      SELECT attempts.run, step, item, attempt, state, error, started_at, ended_at, retry_at, usage, waits_for,
        waits_details, reply, output_payload, ${begunAt} AS begun_at,
        coalesce(payloads.bytes, octet_length(output)) AS output_bytes,
        CASE WHEN octet_length(output) <= ${largestOutput} THEN output ELSE 'null' END AS output
      FROM ${stepAttempts} AS attempts
      LEFT JOIN ${runPayloads} AS payloads
        ON payloads.run = attempts.run AND payloads.digest = attempts.output_payload${where(
          sql`attempts.run = ${run}`,
          step !== null && sql`step = ${step}`,
          item !== null && sql`item = ${item}`,
          attempt !== null && sql`attempt = ${attempt}`,
          !hasItems && sql`item = -1`,
          after !== null &&
            sql`(${begunAt}, step, item, attempt) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`,
        )} ORDER BY begun_at, step, item, attempt LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, {
    toItem: (row) => ({
      ...stepAttemptOf(row, () => null),
      outputBytes: row.output_bytes,
      isOutputOmitted: row.output_bytes > largestOutput,
    }),
    keyOf: (row) => [row.begun_at, row.step, row.item, row.attempt],
  });
}
