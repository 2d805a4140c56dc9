import { createHash, type Hash } from "node:crypto";

import { canonicalJson, type Checksum, type ChecksumDomain } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { RunLogRow } from "../rows/log-line-row.ts";
import type { RunRow } from "../rows/run-row.ts";
import type { StepAttemptRow } from "../rows/step-attempt-row.ts";
import { runLogs, stepAttempts } from "../schema/index.ts";

/** An output has up to 8 MiB, so few of them are held at once. */
const attemptsAtOnce = 10;
const logsAtOnce = 500;

const domain: ChecksumDomain = "lockstep-erasure/v1";

const selectAttempts = statement<
  { run: string; step: string; item: number; attempt: number; limit: number },
  StepAttemptRow
>(
  ({ run, step, item, attempt, limit }) => sql`
    SELECT * FROM ${stepAttempts}
    WHERE run = ${run} AND (step, item, attempt) > (${step}, ${item}, ${attempt})
    ORDER BY step, item, attempt LIMIT ${limit}`,
);

const selectLogs = statement<{ run: string; after: number; limit: number }, RunLogRow>(
  ({ run, after, limit }) => sql`
    SELECT * FROM ${runLogs} WHERE run = ${run} AND position > ${after} ORDER BY position LIMIT ${limit}`,
);

/** What is proven of a payload that is about to go, and which attempts have errors. */
export interface PayloadDigest {
  readonly digest: Checksum;
  readonly attempts: number;
  readonly logs: number;
  readonly failed: readonly Pick<StepAttemptRow, "run" | "step" | "item" | "attempt" | "error">[];
}

/**
 * SHA-256 over one canonical line each for the run, its attempts by (step, item, attempt) and its log lines in their
 * order; what lies beside a row is in it by its own digest. Whoever kept a copy can prove that it is the one.
 */
export function* digestPayload(row: RunRow): Query<PayloadDigest> {
  const { id, input, input_payload, output, output_payload, error } = row;
  const hash = createHash("sha256").update(`${domain}\n`);
  addLine(hash, { id, input, input_payload, output, output_payload, error });
  const { count: attempts, failed } = yield* addAttempts(hash, id);
  const logs = yield* addLogs(hash, id);
  return { digest: `sha256:${hash.digest("hex")}`, attempts, logs, failed };
}

function* addAttempts(hash: Hash, run: string): Query<Pick<PayloadDigest, "failed"> & { count: number }> {
  const failed: PayloadDigest["failed"][number][] = [];
  let count = 0;
  let last = { step: "", item: -2, attempt: -1 };
  for (;;) {
    const rows = yield* rowsOf(selectAttempts, { run, ...last, limit: attemptsAtOnce });
    for (const { step, item, attempt, output, output_payload, error, waits_details, reply } of rows) {
      addLine(hash, { step, item, attempt, output, output_payload, error, waits_details, reply });
      if (error !== null) failed.push({ run, step, item, attempt, error });
      last = { step, item, attempt };
    }
    count += rows.length;
    if (rows.length < attemptsAtOnce) return { count, failed };
  }
}

function* addLogs(hash: Hash, run: string): Query<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const rows = yield* rowsOf(selectLogs, { run, after, limit: logsAtOnce });
    for (const { step, at, level, message, position } of rows) {
      addLine(hash, { step, at, level, message });
      after = position;
    }
    count += rows.length;
    if (rows.length < logsAtOnce) return count;
  }
}

function addLine(hash: Hash, value: object): void {
  hash.update(`${canonicalJson(value)}\n`);
}
