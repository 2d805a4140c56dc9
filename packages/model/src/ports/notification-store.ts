import type { EventName, OrgEvent } from "../event.ts";
import type { NewOutboxEntry } from "./outbox-store.ts";

export interface NotificationStore {
  /**
   * Published events that were not passed on yet, oldest first and only those of the names that anybody wants, given to
   * `compose`; what it returns goes into the outbox in the same transaction that remembers how far it came. The first
   * call of all begins after the newest event. Returns whether there may be more to look at.
   */
  advance(
    page: { readonly limit: number; readonly names: readonly EventName[] },
    compose: (events: readonly OrgEvent[]) => readonly NewOutboxEntry[],
  ): Promise<boolean>;
}
