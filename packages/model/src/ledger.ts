import type { Checksum, JsonObject, Slug, Timestamp } from "./identifiers.ts";

/** Name of the chain that belongs to no environment; no slug looks like it. */
export const orgChain = "@org";

/** What an entry tells. Entries of a deploy are its deploy records. */
export const ledgerKinds = [
  // Deploys. `noted` moves the applied revision without a change and belongs to no deploy.
  "waiting",
  "applied",
  "refused",
  "rejected",
  "superseded",
  "rolled-back",
  "retired",
  "noted",
  "verified",
  "unverified",
  // What people say and do.
  "approval-given",
  "rejection-given",
  "glass-broken",
  "debt-settled",
  "held",
  "resumed",
  "hold-lifted",
  "denied",
  "promotion-opened",
  // Drift.
  "drift-detected",
  "drift-cleared",
  "drift-reverted",
  "drift-acknowledged",
  "drift-adopted",
  // Access; in the org's chain.
  "token-created",
  "token-revoked",
  "secret-stored",
  "secret-removed",
] as const;

export type LedgerKind = (typeof ledgerKinds)[number];

/** An append-only, chained fact. */
export interface LedgerEntry {
  /** The environment whose chain it belongs to, or {@link orgChain}. */
  readonly environment: Slug;
  /** 1, 2, 3 … without gaps in each chain. */
  readonly position: number;
  readonly kind: LedgerKind;
  readonly deploy: string | null;
  readonly at: Timestamp;
  /**
   * What happened: always `actor`, and where there are any `reason`, `because`, `before` and `after` (checksums). People
   * stand in it by the id of their erasable row.
   */
  readonly body: JsonObject;
  /** Hash of the entry before it; of the empty text for the first. */
  readonly previous: Checksum;
  readonly hash: Checksum;
}

/** Everything that an entry's hash covers. */
export type UnhashedLedgerEntry = Omit<LedgerEntry, "hash">;

/** A fact that is not yet chained. */
export type NewLedgerEntry = Pick<LedgerEntry, "environment" | "kind" | "deploy" | "body">;
