import type { Firing, FiringFilter, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { firingOf, type FiringRow } from "../rows/firing-row.ts";
import { triggerFirings } from "../schema/index.ts";

/** Newest first. */
export function* listFirings(filter: FiringFilter, page: PageRequest): Query<Page<Firing>> {
  const { environment, slug, trigger, states } = filter;
  const before = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, FiringRow>(
    () =>
      sql`SELECT * FROM ${triggerFirings}${where(
        sql`environment = ${environment}`,
        before !== null && sql`position < ${before[0]}`,
        slug !== null && sql`slug = ${slug}`,
        trigger !== null && sql`trigger_id = ${trigger}`,
        states.length > 0 && sql`state IN ${[...states]}`,
      )} ORDER BY position DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: firingOf, keyOf: ({ position }) => [position] });
}
