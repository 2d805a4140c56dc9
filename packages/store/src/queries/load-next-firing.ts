import type { Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggers, triggerFirings } from "../schema/index.ts";

type Due = { readonly due: Timestamp | null };

const selectSchedule = statement<Record<string, never>, Due>(
  () => sql`
    SELECT min(coalesce(next_at, '')) AS due FROM ${appliedTriggers} WHERE enabled = 1 AND type = 'cron'`,
);

const selectFiring = statement<Record<string, never>, Due>(
  () => sql`SELECT min(next_at) AS due FROM ${triggerFirings} WHERE next_at IS NOT NULL`,
);

/** When the next schedule or pending firing is due; `null` when none is. */
export function* loadNextFiring(): Query<Timestamp | null> {
  const schedule = (yield* firstOf(selectSchedule, {}))?.due ?? null;
  const firing = (yield* firstOf(selectFiring, {}))?.due ?? null;
  if (schedule === null || firing === null) return schedule ?? firing;
  return schedule < firing ? schedule : firing;
}
