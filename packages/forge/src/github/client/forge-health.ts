import { type Clock, type ForgeStatus, toTimestamp } from "@lockstep/model";

/** What was seen of GitHub lately. */
export interface ForgeHealth {
  /** Milliseconds since the epoch until which GitHub asked not to be called; `null` when it did not. */
  pausedUntil(): number | null;
  answered(headers: Headers): void;
  failed(fault: string): void;
  succeeded(): void;
  pause(milliseconds: number): void;
  status(): ForgeStatus;
}

export function createForgeHealth(clock: Clock): ForgeHealth {
  let answeredAt: number | null = null;
  let fault: string | null = null;
  let rate: ForgeStatus["rate"] = null;
  let paused = 0;
  const pausedUntil = () => (paused > clock.now() ? paused : null);
  return {
    pausedUntil,
    answered(headers) {
      answeredAt = clock.now();
      rate = readRate(headers) ?? rate;
    },
    failed(reason) {
      fault = reason;
    },
    succeeded() {
      fault = null;
    },
    pause(milliseconds) {
      paused = Math.max(paused, clock.now() + milliseconds);
    },
    status() {
      const until = pausedUntil();
      return {
        answeredAt: answeredAt === null ? null : toTimestamp(answeredAt),
        fault,
        rate,
        pausedUntil: until === null ? null : toTimestamp(until),
      };
    },
  };
}

function readRate(headers: Headers): ForgeStatus["rate"] {
  const remaining = numberOf(headers.get("x-ratelimit-remaining"));
  const limit = numberOf(headers.get("x-ratelimit-limit"));
  const reset = numberOf(headers.get("x-ratelimit-reset"));
  if (remaining === null || limit === null || reset === null) return null;
  return { remaining, limit, resetAt: toTimestamp(reset * 1000) };
}

/** A count or an instant of a header; `null` for anything else, also for what no date can hold. */
export function numberOf(header: unknown): number | null {
  if (typeof header !== "string" || !/^\d{1,12}$/.test(header)) return null;
  return Number(header);
}
