import type { Page, PageRequest, RunFilter, RunSummary } from "@lockstep/model";
import { getTableColumns, sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runSummaryOf, type RunSummaryRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";

/** What a list shows; input and output may be large and are in no list. */
const listed = sql.join(
  Object.values(getTableColumns(runs)).flatMap(({ name }) =>
    name === "input" || name === "output" ? [] : [sql.identifier(name)],
  ),
  sql`, `,
);

/** Newest first: ids are ordered by time. */
export function* listRuns(filter: RunFilter, page: PageRequest): Query<Page<RunSummary>> {
  const { environment, slug, states, version, deploy } = filter;
  const before = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, RunSummaryRow>(
    () =>
      sql`SELECT ${listed} FROM ${runs}${where(
        before !== null && sql`id < ${before[0]}`,
        environment !== null && sql`environment = ${environment}`,
        slug !== null && sql`slug = ${slug}`,
        states.length > 0 && sql`state IN ${[...states]}`,
        version !== null && sql`version = ${version}`,
        deploy !== null && sql`deploy = ${deploy}`,
      )} ORDER BY id DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: runSummaryOf, keyOf: ({ id }) => [id] });
}
