import type { Firing } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOfEach, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { firingOf, type FiringRow } from "../rows/firing-row.ts";
import { triggerFirings } from "../schema/index.ts";

const selectDue = statement<{ limit: number }, FiringRow>(
  ({ limit }, { skippingLocked }) => sql`
    SELECT * FROM ${triggerFirings} WHERE next_at <= lockstep_now()
    ORDER BY next_at LIMIT ${limit}${skippingLocked}`,
);

const take = statement<{ position: number; leaseMs: number }>(
  ({ position, leaseMs }) => sql`
    UPDATE ${triggerFirings} SET attempts = attempts + 1, next_at = lockstep_after(${leaseMs})
    WHERE position = ${position}`,
);

/** Takes firings whose time has come until the lease ends; oldest first. */
export function* claimFirings(limit: number, leaseMs: number): Query<readonly Firing[]> {
  const due = yield* rowsOf(selectDue, { limit });
  yield* changesOfEach(
    take,
    due.map(({ position }) => ({ position, leaseMs })),
  );
  return due
    .map((row) => firingOf({ ...row, attempts: row.attempts + 1 }))
    .sort((a, b) => a.position - b.position);
}
