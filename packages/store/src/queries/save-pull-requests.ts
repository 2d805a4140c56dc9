import type { PullRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { pullRequests } from "../schema/index.ts";

const insertion = insertInto(pullRequests, {
  columns: ["number", "state", "facts"],
  computed: { updated_at: sql`lockstep_now()` },
  onConflict: sql`ON CONFLICT (number) DO UPDATE SET
    state = excluded.state, facts = excluded.facts, updated_at = excluded.updated_at`,
});

/** Inserts or replaces by number; the last one of a number counts. */
export function* savePullRequests(given: readonly PullRequest[]): Query<void> {
  // PostgreSQL refuses to update one row twice in one statement.
  const newest = new Map(given.map((each) => [each.number, each]));
  yield* inserted(
    insertion,
    [...newest.values()].map((each) => ({
      number: each.number,
      state: each.state,
      facts: JSON.stringify(each),
    })),
  );
}
