import type { NewEvent, OrgEvent } from "../event.ts";
import type { Slug, Timestamp } from "../identifiers.ts";

export interface EventStore {
  append(events: readonly NewEvent[]): Promise<void>;
  /** Gives committed events their numbers, in order, and returns how many. Safe to call from several processes. */
  publish(): Promise<number>;
  /** Published events with an id above `after`, oldest first. */
  list(
    after: number,
    filter: { readonly environment: Slug | null },
    limit: number,
  ): Promise<readonly OrgEvent[]>;
  /** Highest published id; 0 when there is none. */
  lastId(): Promise<number>;
  /** Removes events older than the instant. */
  prune(before: Timestamp): Promise<number>;
}
