import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { triggerFirings } from "../schema/index.ts";

const remove = statement<{ before: Timestamp }>(
  ({ before }) => sql`DELETE FROM ${triggerFirings} WHERE next_at IS NULL AND created_at < ${before}`,
);

/** Removes settled firings older than the instant. */
export function* pruneFirings(before: Timestamp): Query<number> {
  return yield* changesOf(remove, { before });
}
