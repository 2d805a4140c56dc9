import type { Page, PageRequest, RunFilter, RunSummary } from "@lockstep/model";
import { getTableColumns, sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runSummaryOf, type RunSummaryRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";
import { conditionsOf, endsOf } from "./run-conditions.ts";

/** What a list shows; input and output may be large and are in no list. */
const listed = sql.join(
  Object.values(getTableColumns(runs)).flatMap(({ name }) =>
    name === "input" || name === "output" ? [] : [sql.identifier(name)],
  ),
  sql`, `,
);

/** By id, which is by time. */
export function* listRuns(filter: RunFilter, page: PageRequest): Query<Page<RunSummary>> {
  const isOldestFirst = filter.order === "oldest";
  const cursor = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, RunSummaryRow>(
    () =>
      sql`SELECT ${listed} FROM ${runs}${where(
        cursor !== null && (isOldestFirst ? sql`id > ${cursor[0]}` : sql`id < ${cursor[0]}`),
        ...conditionsOf(filter),
        ...endsOf(filter, cursor === null ? null : isOldestFirst ? "since" : "until"),
      )} ORDER BY id ${isOldestFirst ? sql`ASC` : sql`DESC`} LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: runSummaryOf, keyOf: ({ id }) => [id] });
}
