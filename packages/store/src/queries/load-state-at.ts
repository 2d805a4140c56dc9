import type { PastState, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pastStateOf, type PastStateRow } from "../rows/past-state-row.ts";
import { environmentStates, ledger } from "../schema/index.ts";

const select = statement<{ environment: Slug; at: Timestamp }, PastStateRow>(
  ({ environment, at }) => sql`
    SELECT * FROM ${environmentStates} WHERE environment = ${environment} AND at <= ${at}
    ORDER BY at DESC, sequence DESC LIMIT 1`,
);

/** Commits that changed nothing move the revision and make no state of their own. */
const selectNoted = statement<
  { environment: Slug; since: Timestamp; at: Timestamp },
  { readonly body: string }
>(
  ({ environment, since, at }) => sql`
    SELECT body FROM ${ledger}
    WHERE environment = ${environment} AND kind = 'noted' AND at > ${since} AND at <= ${at}
    ORDER BY at DESC, position DESC LIMIT 1`,
);

/** The state in force at an instant, with the revision that had been noted by then; `null` before the first apply. */
export function* loadStateAt(environment: Slug, at: Timestamp): Query<PastState | null> {
  const row = yield* firstOf(select, { environment, at });
  if (row === null) return null;
  const noted = yield* firstOf(selectNoted, { environment, since: row.at, at });
  const state = pastStateOf(row);
  if (noted === null) return state;
  const { target } = JSON.parse(noted.body) as Noted;
  return { ...state, ...target };
}

interface Noted {
  readonly target?: Pick<PastState, "revision" | "controlRevision">;
}
