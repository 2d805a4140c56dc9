import type { Checksum, LedgerEntry } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { ledger } from "../schema/index.ts";

export type LedgerRow = InferSelectModel<typeof ledger>;

export function ledgerEntryOf(row: LedgerRow): LedgerEntry {
  const { environment, position, deploy, at } = row;
  return {
    environment,
    position,
    deploy,
    at,
    kind: row.kind as LedgerEntry["kind"],
    body: JSON.parse(row.body) as LedgerEntry["body"],
    previous: row.previous as Checksum,
    hash: row.hash as Checksum,
  };
}
