import type { AttemptSpan, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttempts } from "../schema/index.ts";

interface SpanRow extends Pick<AttemptSpan, "step" | "item" | "attempt" | "state"> {
  readonly started_at: Timestamp | null;
  readonly ended_at: Timestamp | null;
  readonly retry_at: Timestamp | null;
  readonly waits_for: AttemptSpan["waitsFor"];
  readonly begun_at: string;
}

/** What has neither started nor ended comes first, on both databases. */
const select = statement<{ run: string; limit: number }, SpanRow>(
  ({ run, limit }) => sql`
    SELECT step, item, attempt, state, started_at, ended_at, retry_at, waits_for,
      coalesce(started_at, ended_at, '') AS begun_at
    FROM ${stepAttempts} WHERE run = ${run} ORDER BY begun_at, step, item, attempt LIMIT ${limit}`,
);

/** The attempts of a run as bars, in the order in which they began. */
export function* listSpans(run: string, limit: number): Query<readonly AttemptSpan[]> {
  return (yield* rowsOf(select, { run, limit })).map(({ step, item, attempt, state, ...row }) => ({
    step,
    item,
    attempt,
    state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    retryAt: row.retry_at,
    waitsFor: row.waits_for,
  }));
}
