import type { LogLine, Page, PageRequest } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runLogs } from "../schema/index.ts";

type RunLogRow = InferSelectModel<typeof runLogs>;

interface LogFilter {
  readonly step: string | null;
  readonly level: LogLine["level"] | null;
}

/** Oldest first. */
export function* listRunLogs(
  run: string,
  { step, level }: LogFilter,
  page: PageRequest,
): Query<Page<LogLine>> {
  const after = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, RunLogRow>(
    () =>
      sql`SELECT * FROM ${runLogs}${where(
        sql`run = ${run}`,
        after !== null && sql`position > ${after[0]}`,
        step !== null && sql`step = ${step}`,
        level !== null && sql`level = ${level}`,
      )} ORDER BY position LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: logLineOf, keyOf: ({ position }) => [position] });
}

function logLineOf({ run, step, at, level, message }: RunLogRow): LogLine {
  return { run, step, at, level: level as LogLine["level"], message };
}
