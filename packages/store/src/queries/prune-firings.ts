import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs, triggerFirings } from "../schema/index.ts";

const remove = statement<{ before: Timestamp }>(
  ({ before }) => sql`
    DELETE FROM ${triggerFirings} WHERE next_at IS NULL AND created_at < ${before} AND NOT EXISTS (
      SELECT 1 FROM ${runs} WHERE ${runs.id} = ${triggerFirings.run} AND ${runs.ended_at} IS NULL)`,
);

/** Removes settled firings older than the instant, but for those whose runs go on: others may not overlap with them. */
export function* pruneFirings(before: Timestamp): Query<number> {
  return yield* changesOf(remove, { before });
}
