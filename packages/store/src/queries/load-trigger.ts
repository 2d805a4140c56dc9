import type { AppliedTrigger, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggerOf, type AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers } from "../schema/index.ts";

const select = statement<{ environment: string; slug: string; trigger: string }, AppliedTriggerRow>(
  ({ environment, slug, trigger }) => sql`
    SELECT * FROM ${appliedTriggers}
    WHERE environment = ${environment} AND slug = ${slug} AND trigger_id = ${trigger}`,
);

/** One trigger in force. */
export function* loadTrigger(environment: Slug, slug: Slug, trigger: string): Query<AppliedTrigger | null> {
  const row = yield* firstOf(select, { environment, slug, trigger });
  return row === null ? null : appliedTriggerOf(row);
}
