import type { Verdict } from "./decision.ts";
import type { Commit } from "./deploy.ts";
import type { Revision, Slug, Timestamp } from "./identifiers.ts";

/**
 * Where a commit is in one environment. `deployed`: a deploy of it is in force. `deployed-with`: a later commit that
 * contains it is. `blocked`: a plan that contains it is refused, waits or is held. `replaced`: it was in force and was
 * taken out. `not-seen-yet`: the branch contains it, and no plan does. `removed`: the environment is out of service.
 */
export const commitStates = [
  "deployed",
  "deployed-with",
  "blocked",
  "replaced",
  "not-seen-yet",
  "not-on-branch",
  "removed",
] as const;

export type CommitState = (typeof commitStates)[number];

/** The answer of one environment to "where is this commit?". */
export interface CommitPlace {
  readonly environment: Slug;
  readonly state: CommitState;
  /** In a sentence. */
  readonly because: string;
  /** What happens next, or what to do. */
  readonly next: string;
  /** The deploy that brought it, blocks it or took it out. */
  readonly deploy: string | null;
  /** The revision of that deploy: the commit itself, or one that contains it. */
  readonly revision: Revision | null;
  /** When that deploy was applied; `null` while it was not. */
  readonly at: Timestamp | null;
  /** Why it was taken out, in the words of whoever did it. */
  readonly reason: string | null;
  /** Every gate that is not open. */
  readonly gates: readonly Verdict[];
  readonly opensAt: Timestamp | null;
  /** When it will be deployed, if nothing but time passes. */
  readonly predictedAt: Timestamp | null;
}

export interface CommitExplanation {
  readonly commit: Commit;
  /** By slug. */
  readonly environments: readonly CommitPlace[];
}

export interface CommitQuestion {
  /** 40 hexadecimal digits, or the beginning of exactly one known revision: at least 7. */
  readonly commit: string;
  /** Environments to answer for; `null` is all. */
  readonly environments: readonly Slug[] | null;
}

/**
 * Says where a commit is, or why it is not there. Failures: `not-found`, `invalid-input` for an ambiguous beginning,
 * those of {@link Repository}.
 */
export type ExplainCommit = (question: CommitQuestion, signal: AbortSignal) => Promise<CommitExplanation>;
