import type { Erasure, Page, PageRequest, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { erasureOf, type ErasureRow } from "../rows/erasure-row.ts";
import { erasures } from "../schema/index.ts";

/** By run, the newest run first. */
export function* listErasures(
  { environment, run }: { readonly environment: Slug | null; readonly run: string | null },
  page: PageRequest,
): Query<Page<Erasure>> {
  const before = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, ErasureRow>(
    () =>
      sql`SELECT * FROM ${erasures}${where(
        before !== null && sql`run < ${before[0]}`,
        environment !== null && sql`environment = ${environment}`,
        run !== null && sql`run = ${run}`,
      )} ORDER BY run DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: erasureOf, keyOf: (row) => [row.run] });
}
