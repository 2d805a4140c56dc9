import type { JsonObject, Timestamp } from "../identifiers.ts";
import type { Page, PageRequest } from "./page.ts";

/** Something to tell the outside world, at least once. Entries of one `target` are coalesced while undelivered. */
export interface NewOutboxEntry {
  readonly topic: string;
  readonly target: string;
  readonly body: JsonObject;
}

export interface OutboxEntry extends NewOutboxEntry {
  readonly position: number;
  /** Grows when a newer body takes the place of one that is not delivered yet. */
  readonly edition: number;
  readonly attempts: number;
  readonly createdAt: Timestamp;
  readonly nextAt: Timestamp;
  readonly deliveredAt: Timestamp | null;
  readonly deadAt: Timestamp | null;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

/** One body of an entry: what was read is not always what still waits. */
export type OutboxEdition = Pick<OutboxEntry, "position" | "edition">;

export interface OutboxStore {
  append(entries: readonly NewOutboxEntry[]): Promise<void>;
  /** Undelivered ones of these topics whose time has come, oldest first; none whose target begins with one of `without`. */
  listDue(
    topics: readonly string[],
    limit: number,
    without?: readonly string[],
  ): Promise<readonly OutboxEntry[]>;
  /** `false` when a newer edition came meanwhile, which is still to be delivered. */
  markDelivered(entry: OutboxEdition): Promise<boolean>;
  /** Counts an attempt that failed, unless a newer edition came meanwhile, which nobody has tried yet. */
  retryLater(entry: OutboxEdition, at: Timestamp, error: string): Promise<void>;
  /** Given up until a person revives it; not a newer edition that came meanwhile. */
  bury(entry: OutboxEdition, error: string): Promise<void>;
  /** A dead one is tried again now, unless a newer one of its target waits: then that one is enough. */
  revive(position: number): Promise<boolean>;
  /** Newest first. */
  list(filter: { readonly state: OutboxState | null }, page: PageRequest): Promise<Page<OutboxEntry>>;
  counts(): Promise<{
    readonly pending: number;
    readonly dead: number;
    readonly oldestAt: Timestamp | null;
  }>;
  /** Removes those that were delivered before the instant. */
  prune(before: Timestamp): Promise<number>;
}

export type OutboxState = "pending" | "delivered" | "dead";
