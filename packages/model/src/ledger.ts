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
  "session-opened",
  "session-ended",
  "secret-stored",
  "secret-removed",
] as const;

export type LedgerKind = (typeof ledgerKinds)[number];

/**
 * An append-only, chained fact. What the body of each kind holds, besides `actor` where somebody acted, `reason` in that
 * person's words and `because` in Lockstep's:
 *
 * | kind                                                        | body                                                    |
 * | ----------------------------------------------------------- | ------------------------------------------------------- |
 * | `waiting` `applied` `refused` `rejected` `superseded`       | `planHash`, `base`, `target`, digests of the policy and |
 * |                                                             | configuration, `changes` with the content checksums     |
 * |                                                             | `from` and `to`, `commit`, `evidence`, `verdicts`,      |
 * |                                                             | `approvals` (of a superseded deploy: those dismissed)   |
 * | `noted`                                                     | `target`, `commit`                                      |
 * | `approval-given` `rejection-given` `glass-broken`           | `planHash`, `verdict`                                   |
 * | `debt-settled`                                              | `brokenBy`, `dueAt`                                     |
 * | `denied`                                                    | `attempted`, `on`, `code`                               |
 * | `token-created` `token-revoked`                             | `token`, `name`, `role`, `environments`, `expiresAt`    |
 * | `session-opened` `session-ended`                            | `token`, `session`; of an opened one `by` and           |
 * |                                                             | `expiresAt`                                             |
 * | `secret-stored` `secret-removed`                            | `name`; never a value, nor anything derived from one    |
 *
 * `before` and `after` are checksums of what an entry replaced and of what stands there now. A body never holds people's
 * names or addresses, secrets, or run data.
 */
export interface LedgerEntry {
  /** The environment whose chain it belongs to, or {@link orgChain}. */
  readonly environment: Slug;
  /** 1, 2, 3 … without gaps in each chain. */
  readonly position: number;
  readonly kind: LedgerKind;
  readonly deploy: string | null;
  readonly at: Timestamp;
  /** What happened; people stand in it by the id of their erasable row. */
  readonly body: JsonObject;
  /** Hash of the entry before it; of the empty text for the first. */
  readonly previous: Checksum;
  readonly hash: Checksum;
}

/** Everything that an entry's hash covers. */
export type UnhashedLedgerEntry = Omit<LedgerEntry, "hash">;

/** A fact that is not yet chained. */
export type NewLedgerEntry = Pick<LedgerEntry, "environment" | "kind" | "deploy" | "body">;
