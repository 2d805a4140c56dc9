import type { OpenApproval, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { openApprovalOf, type OpenApprovalRow } from "../rows/open-approval-row.ts";
import { runs, stepAttempts } from "../schema/index.ts";

/** Oldest run first: ids are ordered by time. */
export function* listOpenApprovals(
  filter: { readonly environment: string | null; readonly run: string | null },
  page: PageRequest,
): Query<Page<OpenApproval>> {
  const after = keyOfCursor(page, ["string", "string", "number"]);
  const select = statement<Record<string, never>, OpenApprovalRow>(
    () =>
      sql`SELECT a.run, a.step, a.item, a.attempt, a.waits_details, a.started_at, a.retry_at,
          r.environment, r.slug, r.version, r.team
        FROM ${stepAttempts} AS a JOIN ${runs} AS r ON r.id = a.run${where(
          sql`a.state = 'waiting'`,
          sql`a.waits_for = 'person'`,
          sql`a.waits_for IS NOT NULL`,
          sql`a.reply IS NULL`,
          filter.environment !== null && sql`r.environment = ${filter.environment}`,
          filter.run !== null && sql`a.run = ${filter.run}`,
          after !== null && sql`(a.run, a.step, a.item) > (${after[0]}, ${after[1]}, ${after[2]})`,
        )} ORDER BY a.run, a.step, a.item LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: openApprovalOf, keyOf: ({ run, step, item }) => [run, step, item] });
}
