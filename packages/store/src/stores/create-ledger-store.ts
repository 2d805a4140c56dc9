import type { LedgerStore, NewLedgerEntry } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import type { Query } from "../database/query.ts";
import { appendFact } from "../queries/append-fact.ts";
import { listChains } from "../queries/list-chains.ts";
import { listLedger } from "../queries/list-ledger.ts";
import { searchLedger } from "../queries/search-ledger.ts";

export function createLedgerStore(database: Database): LedgerStore {
  return {
    append: (entries) => database.transact(() => appendAll(entries)),
    list: (chain, from, limit) => database.read(listLedger({ environment: chain, from, limit })),
    search: (filter, page) => database.read(searchLedger(filter, page)),
    listChains: () => database.read(listChains()),
  };
}

/** In one order of chains, so that two writers never wait for each other. */
function* appendAll(entries: readonly NewLedgerEntry[]): Query<void> {
  const ordered = [...entries].sort((one, other) => (one.environment < other.environment ? -1 : 1));
  for (const entry of ordered) yield* appendFact(entry);
}
