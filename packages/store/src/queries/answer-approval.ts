import type { AnswerOutcome, ApprovalAnswer, Reply, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, stepAttempts } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { readNow } from "./read-now.ts";
import { wakeRuns } from "./wake-runs.ts";

/** Whoever looks for replies, parks the run or takes it over waits for the answer that is being written. */
const lockRun = statement<{ run: string }, { readonly environment: string; readonly slug: string }>(
  ({ run }, { lockingRows }) => sql`SELECT environment, slug FROM ${runs} WHERE id = ${run}${lockingRows}`,
);

type Key = { readonly run: string; readonly step: string; readonly item: number; readonly attempt: number };

interface Standing {
  readonly state: string;
  readonly waits_for: string | null;
  readonly reply: string | null;
  readonly retry_at: Timestamp | null;
}

const select = statement<Key, Standing>(
  ({ run, step, item, attempt }) => sql`
    SELECT state, waits_for, reply, retry_at FROM ${stepAttempts}
    WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}`,
);

const update = statement<Key & { readonly reply: string }>(
  ({ run, step, item, attempt, reply }) => sql`
    UPDATE ${stepAttempts} SET reply = ${reply}
    WHERE run = ${run} AND step = ${step} AND item = ${item} AND attempt = ${attempt}`,
);

/** Keeps a person's answer with the attempt that asked for it, once and in time, and wakes the run. */
export function* answerApproval({ by, output, ...key }: ApprovalAnswer): Query<AnswerOutcome> {
  const run = yield* firstOf(lockRun, { run: key.run });
  const at = yield* readNow();
  const refusal = refusalOf(yield* firstOf(select, key), at);
  if (run === null) return "not-waiting";
  if (refusal !== null) return refusal;
  const reply: Reply = { by, at, result: { output } };
  yield* changesOf(update, { ...key, reply: JSON.stringify(reply) });
  yield* wakeRuns([key.run]);
  const { step, item } = key;
  const body = { run: key.run, slug: run.slug, step, item, actor: by };
  yield* appendEvents([{ name: "run.answered", environment: run.environment, body }]);
  return "accepted";
}

function refusalOf(standing: Standing | null, now: Timestamp): AnswerOutcome | null {
  if (standing?.waits_for !== "person") return "not-waiting";
  const { state, reply, retry_at } = standing;
  if (reply !== null) return "answered";
  const isLate = retry_at !== null && retry_at <= now;
  if (isLate && (state === "waiting" || state === "failed")) return "expired";
  return state === "waiting" ? null : "not-waiting";
}
