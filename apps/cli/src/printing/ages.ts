import { type Clock, describeDuration, fromTimestamp, type Timestamp } from "@lockstep/model";

/** How long ago an instant was: `3 min ago`; `–` for none. */
export function describeAge(at: Timestamp | null, clock: Clock): string {
  if (at === null) return "–";
  return `${describeDuration(Math.max(0, clock.now() - fromTimestamp(at)))} ago`;
}

/** How far an instant is ahead: `in 3 h`; `now` once it is reached. */
export function describeAhead(at: Timestamp, clock: Clock): string {
  const milliseconds = fromTimestamp(at) - clock.now();
  return milliseconds <= 0 ? "now" : `in ${describeDuration(milliseconds)}`;
}

/** How long something took or takes: `850 ms`; `–` when it never began. */
export function describeSpan(from: Timestamp | null, to: Timestamp | null, clock: Clock): string {
  if (from === null) return "–";
  const end = to === null ? clock.now() : fromTimestamp(to);
  return describeDuration(Math.max(0, end - fromTimestamp(from)));
}
