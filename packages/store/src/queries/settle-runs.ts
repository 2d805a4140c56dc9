import type { JournalEntry, RunTransition } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { jsonText } from "../rows/step-attempt-row.ts";
import { runs } from "../schema/index.ts";
import { fireCompletions } from "./fire-completions.ts";

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

/** Moves runs to their new states, which gives their claims back. A run that goes on needs no write. */
export function* settleRuns(entries: readonly JournalEntry[]): Query<void> {
  yield* changesOfEach(
    park,
    entries.flatMap(({ run: id, state }) =>
      state?.to === "waiting" ? [{ id, wakeAt: state.wakeAt, dueAt: state.wakeAt }] : [],
    ),
  );
  const ends = entries.flatMap(({ run: id, state }) => (state === null ? [] : endOf(id, state)));
  yield* changesOfEach(end, ends);
  yield* fireCompletions(ends.map(({ id }) => id));
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
