import { type Clock, parseDuration, toTimestamp } from "@lockstep/model";

/** An instant as it is given, or so long ago: `2026-02-03T14:03:00Z`, `30m`, `2d`. The API refuses anything else. */
export function toInstantText(text: string | undefined, clock: Clock): string | undefined {
  if (text === undefined) return undefined;
  const ago = parseDuration(text);
  return ago === null ? text : toTimestamp(Math.max(0, clock.now() - ago));
}

/** An instant as it is given, or so long ahead: `2026-02-03T14:03:00Z`, `7d`. The API refuses anything else. */
export function toComingInstantText(text: string, clock: Clock): string {
  const ahead = parseDuration(text);
  return ahead === null ? text : toTimestamp(clock.now() + ahead);
}
