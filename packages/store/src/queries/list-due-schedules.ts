import type { AppliedTrigger } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggerOf, type AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers } from "../schema/index.ts";

/** Both conditions are those of an index; an instant that is not worked out counts as the first of all. */
const select = statement<{ limit: number }, AppliedTriggerRow>(
  ({ limit }) => sql`
    SELECT * FROM ${appliedTriggers} WHERE enabled = 1 AND type = 'cron' AND coalesce(next_at, '') <= lockstep_now()
    ORDER BY coalesce(next_at, '') LIMIT ${limit}`,
);

const selectAhead = statement<{ limit: number }, AppliedTriggerRow>(
  ({ limit }) => sql`
    SELECT * FROM ${appliedTriggers} WHERE enabled = 1 AND type = 'cron' AND cursor_at > lockstep_now()
    ORDER BY cursor_at LIMIT ${limit}`,
);

/** Enabled schedules that have to be looked at now. */
export function* listDueSchedules(limit: number): Query<readonly AppliedTrigger[]> {
  const due = yield* rowsOf(select, { limit });
  // A clock that was set back leaves schedules ahead of it, which would be silent until it caught up.
  const rows = due.length > 0 ? due : yield* rowsOf(selectAhead, { limit });
  return rows.map(appliedTriggerOf);
}
