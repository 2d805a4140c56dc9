import type { LedgerEntry } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { ledgerEntryOf, type LedgerRow } from "../rows/ledger-row.ts";
import { ledger } from "../schema/index.ts";

const select = statement<{ deploy: string }, LedgerRow>(
  ({ deploy }) => sql`SELECT * FROM ${ledger} WHERE deploy = ${deploy} ORDER BY position`,
);

export function* listRecordsOfDeploy(deploy: string): Query<readonly LedgerEntry[]> {
  return (yield* rowsOf(select, { deploy })).map(ledgerEntryOf);
}
