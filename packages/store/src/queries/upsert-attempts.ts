import { isFinal, type StepAttempt, stepStates } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { keepStepAttempt } from "../rows/step-attempt-row.ts";
import { stepAttempts } from "../schema/index.ts";
import { addCosts } from "./add-costs.ts";
import { insertPayloads } from "./insert-payloads.ts";

const upsert = insertInto(stepAttempts, {
  columns: [
    "run",
    "step",
    "item",
    "attempt",
    "state",
    "output",
    "error",
    "started_at",
    "ended_at",
    "retry_at",
    "usage",
    "waits_for",
    "waits_details",
    "reply",
    "output_payload",
  ],
  onConflict: sql`ON CONFLICT (run, step, item, attempt) DO UPDATE SET
    state = excluded.state, output = excluded.output, error = excluded.error,
    started_at = excluded.started_at, ended_at = excluded.ended_at, retry_at = excluded.retry_at, usage = excluded.usage,
    waits_for = excluded.waits_for, waits_details = excluded.waits_details, reply = excluded.reply,
    output_payload = excluded.output_payload
    WHERE ${stepAttempts.state} IN ('pending', 'running', 'waiting')`,
});

/** Adds attempts, ends started ones, and counts what they cost. One that has ended stays as it ended. */
export function* upsertAttempts(attempts: readonly StepAttempt[]): Query<void> {
  const unique = onePerKey(attempts);
  yield* addCosts(unique);
  const kept = unique.map(keepStepAttempt);
  yield* insertPayloads(kept.map(({ payload }) => payload));
  yield* inserted(
    upsert,
    kept.map(({ row }) => row),
  );
}

/** PostgreSQL refuses to write one row twice in one statement: of several forms the first ended one counts, else the last. */
function onePerKey(attempts: readonly StepAttempt[]): readonly StepAttempt[] {
  const kept = new Map<string, StepAttempt>();
  for (const attempt of attempts) {
    const key = `${attempt.run} ${attempt.step} ${attempt.item} ${attempt.attempt}`;
    const before = kept.get(key);
    if (before === undefined || !isFinal(stepStates, before.state)) kept.set(key, attempt);
  }
  return [...kept.values()];
}
