import type { LogFilter, Page, PageRequest, StoredLogLine } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { logLineOf, type RunLogRow } from "../rows/log-line-row.ts";
import { runLogs } from "../schema/index.ts";

/** Oldest first. */
export function* listRunLogs(
  run: string,
  { step, levels, since, isEventOnly = false, after = 0 }: LogFilter,
  page: PageRequest,
): Query<Page<StoredLogLine>> {
  const [position] = keyOfCursor(page, ["number"]) ?? [after];
  const select = statement<Record<string, never>, RunLogRow>(
    () =>
      sql`SELECT * FROM ${runLogs}${where(
        sql`run = ${run}`,
        sql`position > ${position}`,
        step !== null && sql`step = ${step}`,
        levels.length > 0 && sql`level IN ${[...levels]}`,
        isEventOnly && sql`event IS NOT NULL`,
        since !== undefined && sql`at >= ${since}`,
      )} ORDER BY position LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: logLineOf, keyOf: ({ position }) => [position] });
}
