import type { FiringName } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { triggerFirings } from "../schema/index.ts";

/** Only firings of schedules take turns; others may wait for an instant of their own. */
const update = statement<{ environment: string; slug: string; trigger: string }>(
  ({ environment, slug, trigger }) => sql`
    UPDATE ${triggerFirings} SET next_at = lockstep_now()
    WHERE position = (
      SELECT position FROM ${triggerFirings}
      WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger} AND state = 'pending'
      ORDER BY position LIMIT 1
    ) AND type = 'cron'`,
);

/** Gives the oldest pending firing of the same trigger its turn now. */
export function* wakeNextFiring({ environment, slug, trigger }: FiringName): Query<void> {
  yield* changesOf(update, { environment, slug, trigger });
}
