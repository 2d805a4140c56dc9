import { canonicalJson, type LedgerEntry, type NewLedgerEntry } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEntry } from "./append-entry.ts";

/** Chains an entry whose body is small enough to be written out within the transaction. */
export function* appendFact(entry: NewLedgerEntry): Query<LedgerEntry> {
  return yield* appendEntry({ ...entry, canonicalBody: canonicalJson(entry.body) });
}
