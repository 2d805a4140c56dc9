import type { OrgEvent } from "../event.ts";
import type { NewOutboxEntry } from "./outbox-store.ts";

export interface NotificationStore {
  /**
   * Published events that nobody has been told of yet, oldest first, given to `compose`; what it returns goes into the
   * outbox in the same transaction that remembers how far it came. How many events were looked at.
   */
  advance(
    limit: number,
    compose: (events: readonly OrgEvent[]) => readonly NewOutboxEntry[],
  ): Promise<number>;
}
