import type { Page, PageRequest, Run, RunFilter } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { runOf, type RunRow } from "../rows/run-row.ts";
import { runs } from "../schema/index.ts";

/** Newest first: ids are ordered by time. */
export function* listRuns(filter: RunFilter, page: PageRequest): Query<Page<Run>> {
  const { environment, slug, states, version, deploy } = filter;
  const before = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, RunRow>(
    () =>
      sql`SELECT * FROM ${runs}${where(
        before !== null && sql`id < ${before[0]}`,
        environment !== null && sql`environment = ${environment}`,
        slug !== null && sql`slug = ${slug}`,
        states.length > 0 && sql`state IN ${[...states]}`,
        version !== null && sql`version = ${version}`,
        deploy !== null && sql`deploy = ${deploy}`,
      )} ORDER BY id DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: runOf, keyOf: ({ id }) => [id] });
}
