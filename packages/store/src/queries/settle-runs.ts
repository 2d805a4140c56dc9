import type { JournalEntry, RunTransition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { jsonText } from "../rows/step-attempt-row.ts";
import { runs } from "../schema/index.ts";

const park = statement<{ id: string; wakeAt: string | null; dueAt: string | null }>(
  ({ id, wakeAt, dueAt }) => sql`
    UPDATE ${runs} SET
      state = 'waiting', holder = NULL, wake_at = ${wakeAt},
      due_at = CASE WHEN cancel_requested = 1 THEN lockstep_now() ELSE ${dueAt} END
    WHERE id = ${id}`,
);

const end = statement<{ id: string; state: string; output: string; error: string | null }>(
  ({ id, state, output, error }) => sql`
    UPDATE ${runs} SET
      state = ${state}, holder = NULL, due_at = NULL, output = ${output}, error = ${error}, ended_at = lockstep_now()
    WHERE id = ${id}`,
);

/** Moves runs that wait to their state, which gives their claims back. A run that goes on needs no write. */
export function* parkRuns(entries: readonly JournalEntry[]): Query<void> {
  yield* changesOfEach(
    park,
    entries.flatMap(({ run: id, state }) =>
      state?.to === "waiting" ? [{ id, wakeAt: state.wakeAt, dueAt: state.wakeAt }] : [],
    ),
  );
}

/** Moves runs that are over to their last state. */
export function* endRuns(entries: readonly JournalEntry[]): Query<void> {
  yield* changesOfEach(
    end,
    entries.flatMap(({ run: id, state }) => (state === null ? [] : endOf(id, state))),
  );
}

type RunEnd = {
  readonly id: string;
  readonly state: string;
  readonly output: string;
  readonly error: string | null;
};

function endOf(id: string, transition: RunTransition): readonly RunEnd[] {
  switch (transition.to) {
    case "running":
    case "waiting":
      return [];
    case "completed":
      return [{ id, state: transition.to, output: jsonText(transition.output), error: null }];
    case "failed":
    case "cancelled":
      return [{ id, state: transition.to, output: "null", error: JSON.stringify(transition.error) }];
  }
}
