import type { Revision } from "../identifiers.ts";
import type { MergeEvidence, PullRequest } from "../pull-request.ts";
import type { NewOutboxEntry } from "./outbox-store.ts";

/** What was last seen of pull requests, and what was last reported on them. A cache of the forge, safe to lose. */
export interface PullRequestStore {
  /** Inserts or replaces by number. */
  save(pullRequests: readonly PullRequest[]): Promise<void>;
  load(number: number): Promise<PullRequest | null>;
  listOpen(): Promise<readonly PullRequest[]>;
  /** How the commit came in, as far as it was seen before. */
  loadEvidence(revision: Revision): Promise<MergeEvidence | null>;
  /** The same for many commits: those that were seen, in no order. */
  listEvidence(revisions: readonly Revision[]): Promise<readonly MergeEvidence[]>;
  saveEvidence(revision: Revision, evidence: MergeEvidence): Promise<void>;
  /**
   * `subject` is `pull/7` or `queue/<branch>`, `key` a digest of everything a report was judged from, `null` when nothing
   * was reported.
   */
  loadReported(subject: string): Promise<string | null>;
  /** Remembers what is reported and what is to be sent, in one transaction. */
  saveReported(subject: string, key: string, outbox: readonly NewOutboxEntry[]): Promise<void>;
  /** Makes the next look report again although nothing moved. */
  forgetReported(subject: string): Promise<void>;
}
