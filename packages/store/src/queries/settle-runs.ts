import type { JournalEntry, Json, RunTransition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { keepValue, type Payload } from "../rows/kept-value.ts";
import { runs, stepAttempts } from "../schema/index.ts";
import { fireCompletions } from "./fire-completions.ts";
import { insertPayloads } from "./insert-payloads.ts";

const park = statement<{ id: string; wakeAt: string | null; dueAt: string | null }>(
  ({ id, wakeAt, dueAt }) => sql`
    UPDATE ${runs} SET
      state = 'waiting', holder = NULL, wake_at = ${wakeAt},
      due_at = CASE WHEN cancel_requested = 1 OR EXISTS (
        SELECT 1 FROM ${stepAttempts}
        WHERE run = ${id} AND ${stepAttempts.state} = 'waiting' AND waits_for IS NOT NULL AND reply IS NOT NULL
      ) THEN lockstep_now() ELSE ${dueAt} END
    WHERE id = ${id}`,
);

interface RunEnd {
  readonly id: string;
  readonly state: string;
  readonly output: string;
  readonly output_payload: string | null;
  readonly error: string | null;
}

const end = statement<{ [Name in keyof RunEnd]: RunEnd[Name] }>(
  ({ id, state, output, output_payload, error }) => sql`
    UPDATE ${runs} SET
      state = ${state}, holder = NULL, due_at = NULL, ready = NULL, output = ${output},
      output_payload = ${output_payload}, error = ${error}, ended_at = lockstep_now()
    WHERE id = ${id}`,
);

/**
 * Moves runs to their new states, which gives their claims back. What came meanwhile makes a parked run due at once.
 */
export function* settleRuns(entries: readonly JournalEntry[]): Query<void> {
  yield* changesOfEach(
    park,
    entries.flatMap(({ run: id, state }) =>
      state?.to === "waiting" ? [{ id, wakeAt: state.wakeAt, dueAt: state.wakeAt }] : [],
    ),
  );
  const ends = entries.flatMap(({ run, state }) => (state === null ? [] : endOf(run, state)));
  yield* insertPayloads(ends.map(({ payload }) => payload));
  yield* changesOfEach(
    end,
    ends.map(({ row }) => row),
  );
  yield* fireCompletions(ends.map(({ row }) => row.id));
}

interface KeptEnd {
  readonly row: { [Name in keyof RunEnd]: RunEnd[Name] };
  readonly payload: Payload | null;
}

function endOf(id: string, transition: RunTransition): readonly KeptEnd[] {
  switch (transition.to) {
    case "running":
    case "waiting":
      return [];
    case "completed":
      return [keepEnd({ id, state: transition.to, error: null }, transition.output)];
    case "failed":
    case "cancelled":
      return [keepEnd({ id, state: transition.to, error: JSON.stringify(transition.error) }, null)];
  }
}

function keepEnd(facts: Pick<RunEnd, "id" | "state" | "error">, output: Json): KeptEnd {
  const { text, payload } = keepValue(facts.id, output);
  return { row: { ...facts, output: text, output_payload: payload?.digest ?? null }, payload };
}
