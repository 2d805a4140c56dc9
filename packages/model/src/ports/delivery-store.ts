import type { Delivery, DeliveryState, NewDelivery } from "../delivery.ts";
import type { Timestamp } from "../identifiers.ts";
import type { Page, PageRequest } from "./page.ts";

/** Webhook deliveries that came in. */
export interface DeliveryStore {
  /** Stores it before it is answered; `known` when the same hook sent the same id before. */
  receive(delivery: NewDelivery): Promise<"new" | "known">;
  /** Oldest first, those only that are due. */
  listPending(limit: number): Promise<readonly Delivery[]>;
  /** Ends deliveries. */
  settle(positions: readonly number[], state: "done" | "ignored" | "dead", because: string): Promise<void>;
  /** Counts an attempt that failed and puts the next one off. */
  retryLater(position: number, at: Timestamp, because: string): Promise<void>;
  /** Dead ones become pending again. */
  revive(position: number): Promise<boolean>;
  /** Newest first. */
  list(filter: { readonly states: readonly DeliveryState[] }, page: PageRequest): Promise<Page<Delivery>>;
  /** When the newest one came; `null` when none ever did. */
  lastReceivedAt(): Promise<Timestamp | null>;
  /** Removes ended ones that were received before the instant. */
  prune(before: Timestamp): Promise<number>;
}
