import { type Clock, parseDuration, toTimestamp } from "@lockstep/model";

import { wrongUse } from "./wrong-use.ts";

/** An instant as it is given, or so long ago: `2026-02-03T14:03:00Z`, `30m`, `2d`; `null` for anything else. */
export function readInstant(text: string, clock: Clock): string | null {
  const ago = parseDuration(text);
  return ago === null ? instantIn(text) : toTimestamp(Math.max(0, clock.now() - ago));
}

/** The same for an option. Anything else is wrong use. */
export function toInstantText(text: string | undefined, clock: Clock): string | undefined {
  return text === undefined ? undefined : (readInstant(text, clock) ?? refuse(text));
}

/** An instant as it is given, or so long ahead: `2026-02-03T14:03:00Z`, `7d`. Anything else is wrong use. */
export function toComingInstantText(text: string, clock: Clock): string {
  const ahead = parseDuration(text);
  return ahead === null ? (instantIn(text) ?? refuse(text)) : toTimestamp(clock.now() + ahead);
}

function instantIn(text: string): string | null {
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

function refuse(text: string): never {
  throw wrongUse(`'${text}' is no instant; give one such as 2026-02-03T14:03:00Z, or a span such as 2d.`);
}
