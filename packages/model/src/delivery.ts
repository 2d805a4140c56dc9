import type { CheckAction } from "./check-report.ts";
import type { Revision, Timestamp } from "./identifiers.ts";

/** What is kept of a webhook delivery: a hint where to look, never what is decided from. */
export interface NewDelivery {
  /** The hook that sent it: one event reaches several hooks under the same id. */
  readonly hook: string;
  /** The forge's id of the delivery; a redelivery keeps it. */
  readonly id: string;
  /** At most 100 characters. */
  readonly event: string;
  readonly action: string | null;
  /** The forge's id of the repository, which survives renames; `null` for events without one. */
  readonly repository: string | null;
  readonly hint: DeliveryHint;
}

/** Where a delivery says that something happened. Everything in it is checked against the forge before it is used. */
export interface DeliveryHint {
  /** Full name of a ref, such as `refs/heads/main`. */
  readonly ref: string | null;
  readonly pullRequest: number | null;
  /** The commit of a check, or the head of a merge queue. */
  readonly headRevision: Revision | null;
  /** A button of one of our checks, or the wish to run it again. */
  readonly request: {
    readonly action: CheckAction;
    readonly check: string;
    readonly checkRun: string;
    /** Login of who asked. */
    readonly sender: string;
  } | null;
}

export const deliveryStates = ["pending", "done", "ignored", "dead"] as const;

export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery as stored. */
export interface Delivery extends NewDelivery {
  /** Grows with each one received. */
  readonly position: number;
  readonly state: DeliveryState;
  /** What came of it, in a sentence; `null` while pending. */
  readonly because: string | null;
  readonly attempts: number;
  readonly receivedAt: Timestamp;
  readonly endedAt: Timestamp | null;
}
