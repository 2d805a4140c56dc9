import type { Erasure, NewErasure, RunError } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, changesOfEach, firstOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { erasureOf, type ErasureRow } from "../rows/erasure-row.ts";
import type { RunRow } from "../rows/run-row.ts";
import {
  erasures,
  idempotencyKeys,
  runFiles,
  runLogs,
  runPayloads,
  runs,
  stepAttempts,
} from "../schema/index.ts";
import { digestPayload } from "./digest-payload.ts";

const selectEnded = statement<{ run: string }, RunRow>(
  ({ run }, { lockingRows }) =>
    sql`SELECT * FROM ${runs} WHERE id = ${run} AND ended_at IS NOT NULL${lockingRows}`,
);

const selectErasure = statement<{ run: string }, ErasureRow>(
  ({ run }) => sql`SELECT * FROM ${erasures} WHERE run = ${run}`,
);

const insertion = insertInto(erasures, {
  columns: ["run", "environment", "actor", "reason", "digest", "attempts", "logs"],
  computed: { at: sql`lockstep_now()` },
});

const emptyRun = statement<{ run: string; error: string | null }>(
  ({ run, error }) => sql`
    UPDATE ${runs} SET
      input = 'null', input_payload = NULL, output = 'null', output_payload = NULL, error = ${error},
      erased_at = lockstep_now()
    WHERE id = ${run}`,
);

const emptyAttempts = statement<{ run: string }>(
  ({ run }) => sql`
    UPDATE ${stepAttempts} SET output = 'null', output_payload = NULL, waits_details = NULL, reply = NULL
    WHERE run = ${run} AND (
      output <> 'null' OR output_payload IS NOT NULL OR waits_details IS NOT NULL OR reply IS NOT NULL)`,
);

const removePayloads = statement<{ run: string }>(
  ({ run }) => sql`DELETE FROM ${runPayloads} WHERE run = ${run}`,
);

const removeFiles = statement<{ run: string }>(({ run }) => sql`DELETE FROM ${runFiles} WHERE run = ${run}`);

const emptyError = statement<{
  run: string;
  step: string;
  item: number;
  attempt: number;
  error: string | null;
}>(
  ({ run, step, item, attempt, error }) => sql`
    UPDATE ${stepAttempts} SET error = ${error}
    WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}`,
);

const removeAnswers = statement<{ run: string }>(
  ({ run }) => sql`DELETE FROM ${idempotencyKeys} WHERE run = ${run} AND response IS NOT NULL`,
);

const removeLogs = statement<{ run: string }>(({ run }) => sql`DELETE FROM ${runLogs} WHERE run = ${run}`);

/** Removes the payload of an ended run and records that; `null` when there is no such run. */
export function* eraseRun({ run, actor, reason }: NewErasure): Query<Erasure | null> {
  const row = yield* firstOf(selectEnded, { run });
  if (row === null) return null;
  const before = yield* firstOf(selectErasure, { run });
  if (before !== null) return erasureOf(before);
  const { digest, attempts, logs, failed } = yield* digestPayload(row);
  const { environment } = row;
  const facts = { run, environment, actor: JSON.stringify(actor), reason, digest, attempts, logs };
  yield* inserted(insertion, [facts]);
  yield* changesOf(emptyRun, { run, error: withoutWords(row.error) });
  yield* changesOf(emptyAttempts, { run });
  yield* changesOf(removePayloads, { run });
  yield* changesOf(removeFiles, { run });
  yield* changesOfEach(
    emptyError,
    failed.map((attempt) => ({ ...attempt, error: withoutWords(attempt.error) })),
  );
  yield* changesOf(removeAnswers, { run });
  yield* changesOf(removeLogs, { run });
  const after = yield* firstOf(selectErasure, { run });
  return after === null ? null : erasureOf(after);
}

/** The kind of an error and its step stay: whoever counts failures still can. */
function withoutWords(error: string | null): string | null {
  if (error === null) return null;
  const { type, step } = JSON.parse(error) as RunError;
  return JSON.stringify({ type, message: "[erased]", ...(step === undefined ? {} : { step }) });
}
