import type { Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import type { AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers } from "../schema/index.ts";

const select = statement<
  { environment: Slug; slug: string; trigger: string; limit: number },
  AppliedTriggerRow
>(
  ({ environment, slug, trigger, limit }) => sql`
    SELECT * FROM ${appliedTriggers}
    WHERE environment = ${environment} AND (slug, trigger_id) > (${slug}, ${trigger})
    ORDER BY slug, trigger_id LIMIT ${limit}`,
);

/** Triggers in force, by slug and id; `after` is the last one of the page before. */
export function* loadArmedPage(
  environment: Slug,
  after: Pick<AppliedTriggerRow, "slug" | "trigger_id"> | null,
  limit: number,
): Query<readonly AppliedTriggerRow[]> {
  const { slug, trigger_id: trigger } = after ?? { slug: "", trigger_id: "" };
  return yield* rowsOf(select, { environment, slug, trigger, limit });
}
