import type { AppliedTrigger, Page, PageRequest, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { appliedTriggerOf, type AppliedTriggerRow } from "../rows/applied-trigger-row.ts";
import { appliedTriggers } from "../schema/index.ts";

/** Triggers in force by slug and id. */
export function* listTriggers(
  environment: Slug,
  slug: Slug | null,
  page: PageRequest,
): Query<Page<AppliedTrigger>> {
  const after = keyOfCursor(page, ["string", "string"]);
  const select = statement<Record<string, never>, AppliedTriggerRow>(
    () =>
      sql`SELECT * FROM ${appliedTriggers}${where(
        sql`environment = ${environment}`,
        slug !== null && sql`slug = ${slug}`,
        after !== null && sql`(slug, trigger_id) > (${after[0]}, ${after[1]})`,
      )} ORDER BY slug, trigger_id LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, {
    toItem: appliedTriggerOf,
    keyOf: ({ slug: last, trigger_id }) => [last, trigger_id],
  });
}
