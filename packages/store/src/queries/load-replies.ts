import type { Replies } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { stepAttemptOf, type StepAttemptRow } from "../rows/step-attempt-row.ts";
import { runs, stepAttempts } from "../schema/index.ts";
import { loadPayloads } from "./load-payloads.ts";
import { readNow } from "./read-now.ts";

const lockRun = statement<{ run: string }, unknown>(
  ({ run }, { lockingRows }) => sql`SELECT id FROM ${runs} WHERE id = ${run}${lockingRows}`,
);

const select = statement<{ run: string }, StepAttemptRow>(
  ({ run }) => sql`
    SELECT * FROM ${stepAttempts}
    WHERE run = ${run} AND state = 'waiting' AND waits_for IS NOT NULL AND reply IS NOT NULL`,
);

/** Replies that nobody took up. The lock makes sure that none is being written that counts as given before. */
export function* loadReplies(run: string): Query<Replies> {
  yield* firstOf(lockRun, { run });
  const at = yield* readNow();
  const rows = yield* rowsOf(select, { run });
  const find = yield* loadPayloads(rows.map(({ output_payload: digest }) => ({ run, digest })));
  return { at, attempts: rows.map((row) => stepAttemptOf(row, find)) };
}
