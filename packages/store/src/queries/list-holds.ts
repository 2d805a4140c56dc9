import type { Hold, Page, PageRequest, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { holdOf, type HoldRow } from "../rows/hold-row.ts";
import { holds } from "../schema/index.ts";

/** Newest first: ids are ordered by time. */
export function* listHolds(environment: Slug, page: PageRequest): Query<Page<Hold>> {
  const before = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, HoldRow>(
    () =>
      sql`SELECT * FROM ${holds}${where(
        sql`environment = ${environment}`,
        before !== null && sql`id < ${before[0]}`,
      )} ORDER BY id DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: holdOf, keyOf: ({ id }) => [id] });
}
