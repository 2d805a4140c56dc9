import { durationPattern, Failure, parseDuration } from "@lockstep/model";
import { Type } from "typebox";

const longestWaitMs = 60_000;

/** How long a request may be held open for its outcome. */
export const waitParameter = Type.Optional(
  Type.String({
    pattern: durationPattern,
    description: "Wait this long for the outcome, at most 60s: `wait=30s`.",
  }),
);

/** Milliseconds to wait; 0 without the parameter. Failure: `invalid-input` above 60 s. */
export function toWaitMs(wait: string | undefined): number {
  const milliseconds = wait === undefined ? 0 : (parseDuration(wait) ?? 0);
  if (milliseconds <= longestWaitMs) return milliseconds;
  throw new Failure("invalid-input", "A request waits for 60s at most; ask again after that.", {
    errors: [{ path: "/wait", message: "must be at most 60s" }],
  });
}
