import type { LedgerEntry, LedgerFilter, Page, PageRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { ledgerEntryOf, type LedgerRow } from "../rows/ledger-row.ts";
import { ledger } from "../schema/index.ts";

/** Newest first, over all chains; within an instant by chain and position. */
export function* searchLedger(
  { chains, kinds, deploy, actor, since, until }: LedgerFilter,
  page: PageRequest,
): Query<Page<LedgerEntry>> {
  if (chains?.length === 0) return { items: [], next: null };
  const before = keyOfCursor(page, ["string", "string", "number"]);
  // As an expression, so that the order stays that of the index by time: a chain's own order is its primary key.
  const select = statement<Record<string, never>, LedgerRow>(
    () =>
      sql`SELECT * FROM ${ledger}${where(
        before !== null && sql`(at, environment, position) < (${before[0]}, ${before[1]}, ${before[2]})`,
        chains !== null && sql`(environment || '') IN ${[...chains]}`,
        kinds.length > 0 && sql`kind IN ${[...kinds]}`,
        deploy !== null && sql`deploy = ${deploy}`,
        actor !== null && sql`actor = ${actor}`,
        since !== null && sql`at >= ${since}`,
        until !== null && sql`at < ${until}`,
      )} ORDER BY at DESC, environment DESC, position DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, {
    toItem: ledgerEntryOf,
    keyOf: ({ at, environment, position }) => [at, environment, position],
  });
}
