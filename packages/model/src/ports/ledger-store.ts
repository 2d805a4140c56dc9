import type { Slug, Timestamp } from "../identifiers.ts";
import type { LedgerEntry, LedgerKind, NewLedgerEntry } from "../ledger.ts";
import type { Page, PageRequest } from "./page.ts";

export interface LedgerFilter {
  /** Chains to look in; `null` is all. */
  readonly chains: readonly Slug[] | null;
  /** All of them when empty. */
  readonly kinds: readonly LedgerKind[];
  readonly deploy: string | null;
  readonly actor: string | null;
  readonly since: Timestamp | null;
  readonly until: Timestamp | null;
}

/** Facts in chains. What changes something else is written with that change; this port reads, and adds what changes nothing. */
export interface LedgerStore {
  /** Chains each entry to its own chain, all in one transaction. */
  append(entries: readonly NewLedgerEntry[]): Promise<void>;
  /** One chain, oldest first, from `position` on. */
  list(chain: Slug, from: number, limit: number): Promise<readonly LedgerEntry[]>;
  /** Newest first, over all chains. */
  search(filter: LedgerFilter, page: PageRequest): Promise<Page<LedgerEntry>>;
  listChains(): Promise<readonly Slug[]>;
}
