import type { Timestamp } from "./identifiers.ts";

/** Where time comes from; pure code never asks the machine itself. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** Where new ids come from: UUIDv7, so that ids sort by the time they were made. */
export interface Ids {
  next(): string;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Milliseconds since the epoch → `2026-02-03T14:03:00.000Z`. */
export function toTimestamp(milliseconds: number): Timestamp {
  return new Date(milliseconds).toISOString();
}

/** `2026-02-03T14:03:00.000Z` → milliseconds since the epoch. */
export function fromTimestamp(timestamp: Timestamp): number {
  return Date.parse(timestamp);
}
