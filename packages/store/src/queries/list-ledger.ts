import type { LedgerEntry, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledgerEntryOf, type LedgerRow } from "../rows/ledger-row.ts";
import { ledger } from "../schema/index.ts";

const select = statement<{ environment: Slug; from: number; limit: number }, LedgerRow>(
  ({ environment, from, limit }) => sql`
    SELECT * FROM ${ledger} WHERE environment = ${environment} AND position >= ${from}
    ORDER BY position LIMIT ${limit}`,
);

/** An environment's chain, oldest first. */
export function* listLedger(request: {
  environment: Slug;
  from: number;
  limit: number;
}): Query<readonly LedgerEntry[]> {
  return (yield* rowsOf(select, request)).map(ledgerEntryOf);
}
