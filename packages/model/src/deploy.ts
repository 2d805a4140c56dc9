import type { Actor } from "./actor.ts";
import type { Verdict } from "./decision.ts";
import type { Checksum, JsonObject, Revision, Slug, Timestamp } from "./identifiers.ts";
import type { Plan } from "./plan.ts";
import type { DeployState } from "./states.ts";

/** What git says of one commit. Names and addresses are untrusted text. */
export interface Commit {
  readonly revision: Revision;
  readonly parents: readonly Revision[];
  readonly message: string;
  readonly author: CommitPerson;
  readonly committer: CommitPerson;
}

export interface CommitPerson {
  readonly name: string;
  readonly email: string;
  readonly at: Timestamp;
}

/** One plan on its way in one environment. The only mutable thing about it is how far it has come. */
export interface Deploy {
  /** UUIDv7. */
  readonly id: string;
  readonly environment: Slug;
  readonly state: DeployState;
  readonly plan: Plan;
  readonly verdicts: readonly Verdict[];
  /** Why it is in this state, in a sentence. */
  readonly because: string;
  readonly commit: Commit;
  readonly actor: Actor;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** `noted` moves the applied revision without a change and belongs to no deploy. */
export type LedgerKind = "applied" | "refused" | "rejected" | "superseded" | "rolled-back" | "noted";

/** The append-only, chained fact about a deploy. */
export interface LedgerEntry {
  readonly environment: Slug;
  /** 1, 2, 3 … without gaps in each environment. */
  readonly position: number;
  readonly kind: LedgerKind;
  readonly deploy: string | null;
  readonly at: Timestamp;
  /** Commit, author and committer as person ids, actor, plan hash, changes, verdicts, approvals, sequence. */
  readonly body: JsonObject;
  /** Hash of the record before it; of the empty text for the first. */
  readonly previous: Checksum;
  readonly hash: Checksum;
}

/** Everything that a record's hash covers. */
export type UnhashedLedgerEntry = Omit<LedgerEntry, "hash">;
