import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, stepAttempts } from "../schema/index.ts";

interface Renewal {
  readonly holder: string;
  readonly ids: readonly string[];
  readonly leaseMs: number;
}

const update = statement<
  { holder: string; ids: readonly string[]; leaseMs: number },
  { readonly id: string; readonly cancel_requested: number; readonly replies: number }
>(
  ({ holder, ids, leaseMs }, { isOneOf }) => sql`
    UPDATE ${runs} SET due_at = lockstep_after(${leaseMs})
    WHERE ${isOneOf(sql`id`, ids)} AND holder = ${holder} AND state = 'running'
    RETURNING id, cancel_requested, (
      SELECT count(*) FROM ${stepAttempts}
      WHERE run = ${runs.id} AND ${stepAttempts.state} = 'waiting' AND waits_for IS NOT NULL AND reply IS NOT NULL
    ) AS replies`,
);

type News = { readonly cancelRequested: boolean; readonly hasReplies: boolean };

/** Prolongs the leases that are still the holder's. */
export function* renewRuns({ holder, ids, leaseMs }: Renewal): Query<ReadonlyMap<string, News>> {
  const rows = yield* rowsOf(update, { holder, ids, leaseMs: Math.ceil(leaseMs) });
  return new Map(
    rows.map(({ id, cancel_requested, replies }) => [
      id,
      { cancelRequested: cancel_requested === 1, hasReplies: replies > 0 },
    ]),
  );
}
