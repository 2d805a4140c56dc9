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

/** Only its differences mean anything: it goes on evenly, however the machine's clock is set. */
export const steadyClock: Clock = { now: () => performance.now() };

/** Calls back later, so that a test can move time by hand. */
export interface Timer {
  /** Runs `action` once after that many milliseconds; the returned function takes it back. */
  after(milliseconds: number, action: () => void): () => void;
}

/** `setTimeout` fires at once when asked for more (Node.js documentation, timers). */
const longestTimeout = 2_147_483_647;

/** The machine's timers. What is further away than 24.8 days fires then; whoever waits looks again. */
export const systemTimer: Timer = {
  after(milliseconds, action) {
    const handle = setTimeout(action, Math.min(Math.max(milliseconds, 0), longestTimeout));
    return () => {
      clearTimeout(handle);
    };
  },
};

/** Milliseconds since the epoch → `2026-02-03T14:03:00.000Z`. */
export function toTimestamp(milliseconds: number): Timestamp {
  if (milliseconds !== latest.milliseconds)
    latest = { milliseconds, text: new Date(milliseconds).toISOString() };
  return latest.text;
}

/** A runner stamps dozens of rows in the same millisecond; formatting each was 5 % of its time. */
let latest = { milliseconds: 0, text: new Date(0).toISOString() };

/** `2026-02-03T14:03:00.000Z` → milliseconds since the epoch. */
export function fromTimestamp(timestamp: Timestamp): number {
  return Date.parse(timestamp);
}
