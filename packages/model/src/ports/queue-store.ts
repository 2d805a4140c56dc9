import type { Slug } from "../identifiers.ts";
import type { QueueOverview, WaitReason } from "../queue-status.ts";

/** What waits where, and why. */
export interface QueueStore {
  /** The queues of an environment with runs that have not ended, and the use of every quota. */
  load(environment: Slug): Promise<QueueOverview>;
  /** Why runs wait, by id; nothing for those that do not. */
  explain(runs: readonly string[]): Promise<ReadonlyMap<string, WaitReason>>;
}
