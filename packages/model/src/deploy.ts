import type { Actor } from "./actor.ts";
import type { Verdict } from "./decision.ts";
import type { Revision, Slug, Timestamp } from "./identifiers.ts";
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

/**
 * Why there is a plan: `merge` follows git, `rollback` goes back to what an earlier deploy left, `retire` takes a removed
 * environment out of service.
 */
export type DeployIntent = "merge" | "rollback" | "retire";

/** One plan on its way in one environment. The only mutable thing about it is how far it has come. */
export interface Deploy {
  /** UUIDv7. */
  readonly id: string;
  readonly environment: Slug;
  readonly intent: DeployIntent;
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
