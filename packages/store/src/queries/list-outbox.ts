import type { OutboxEntry, OutboxState, Page, PageRequest } from "@lockstep/model";
import { type SQL, sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { outboxEntryOf, type OutboxRow } from "../rows/outbox-row.ts";
import { outbox } from "../schema/index.ts";

const conditions: { readonly [state in OutboxState]: SQL } = {
  pending: sql`delivered_at IS NULL AND dead_at IS NULL`,
  delivered: sql`delivered_at IS NOT NULL`,
  dead: sql`dead_at IS NOT NULL`,
};

/** Newest first. */
export function* listOutbox(
  { state }: { readonly state: OutboxState | null },
  page: PageRequest,
): Query<Page<OutboxEntry>> {
  const before = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, OutboxRow>(
    () =>
      sql`SELECT * FROM ${outbox}${where(
        before !== null && sql`position < ${before[0]}`,
        state !== null && conditions[state],
      )} ORDER BY position DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: outboxEntryOf, keyOf: ({ position }) => [position] });
}
