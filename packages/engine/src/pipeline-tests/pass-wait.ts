import {
  type Clock,
  durationMilliseconds,
  fromTimestamp,
  type Json,
  type JsonObject,
  toTimestamp,
} from "@lockstep/model";

/** A `wait` in a test: over at once, with the instant that it would have waited for as output. */
export function passWait({ for: span, until }: JsonObject, clock: Clock): Json {
  const instant =
    typeof span === "string" ? clock.now() + durationMilliseconds(span) : fromTimestamp(until as string);
  return { until: toTimestamp(instant) };
}
