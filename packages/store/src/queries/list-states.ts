import type { Page, PageRequest, PastState, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { pastStateOf, type PastStateRow } from "../rows/past-state-row.ts";
import { environmentStates } from "../schema/index.ts";

/** Applied states, newest first. */
export function* listStates(environment: Slug, page: PageRequest): Query<Page<PastState>> {
  const before = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, PastStateRow>(
    () =>
      sql`SELECT * FROM ${environmentStates}${where(
        sql`environment = ${environment}`,
        before !== null && sql`sequence < ${before[0]}`,
      )} ORDER BY sequence DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: pastStateOf, keyOf: ({ sequence }) => [sequence] });
}
