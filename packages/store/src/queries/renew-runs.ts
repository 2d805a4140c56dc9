import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";

interface Renewal {
  readonly holder: string;
  readonly ids: readonly string[];
  readonly leaseMs: number;
}

const update = statement<
  { holder: string; ids: readonly string[]; leaseMs: number },
  { readonly id: string; readonly cancel_requested: number }
>(
  ({ holder, ids, leaseMs }, { isOneOf }) => sql`
    UPDATE ${runs} SET due_at = lockstep_after(${leaseMs})
    WHERE ${isOneOf(sql`id`, ids)} AND holder = ${holder} AND state = 'running'
    RETURNING id, cancel_requested`,
);

/** Prolongs the leases that are still the holder's. */
export function* renewRuns({
  holder,
  ids,
  leaseMs,
}: Renewal): Query<ReadonlyMap<string, { readonly cancelRequested: boolean }>> {
  const rows = yield* rowsOf(update, { holder, ids, leaseMs: Math.ceil(leaseMs) });
  return new Map(rows.map(({ id, cancel_requested }) => [id, { cancelRequested: cancel_requested === 1 }]));
}
