import type { Actor } from "../actor.ts";
import type { Json, Slug, Timestamp } from "../identifiers.ts";
import type { LedgerKind } from "../ledger.ts";

/** A run that has to go well after an apply. Made in the apply transaction, so that no crash forgets it. */
export interface SmokeRun {
  readonly deploy: string;
  readonly environment: Slug;
  /** Place in the policy's list. */
  readonly position: number;
  readonly pipeline: Slug;
  readonly input: Json;
  readonly expect: string;
  readonly onFailure: "hold" | "rollback";
  /** `null` until it is started. */
  readonly run: string | null;
  readonly outcome: "pending" | "passed" | "failed";
  readonly because: string;
  readonly createdAt: Timestamp;
}

export interface SmokeStore {
  /** All of deploys whose verification is not told yet, ended ones included, the earliest deploy first. */
  listUnconcluded(environment: Slug): Promise<readonly SmokeRun[]>;
  /** By position. */
  listOf(deploy: string): Promise<readonly SmokeRun[]>;
  noteRun(deploy: string, position: number, run: string): Promise<void>;
  /** Ends one; `false` when it had ended before. */
  settle(deploy: string, position: number, outcome: "passed" | "failed", because: string): Promise<boolean>;
  /** Ends a deploy's verification once: the ledger entry and its event. `false` when that was told before. */
  conclude(
    deploy: string,
    kind: Extract<LedgerKind, "verified" | "unverified">,
    because: string,
    actor: Actor,
  ): Promise<boolean>;
}
