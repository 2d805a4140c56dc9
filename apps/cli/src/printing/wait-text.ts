import type { AttemptView } from "../org/responses.ts";
import { styled, type Text } from "../terminal/text.ts";

/** What a waiting attempt waits for, and until when; `null` when it does not say. */
export function waitText({ waitsFor, retryAt }: AttemptView): Text | null {
  if (retryAt === null) return null;
  const until = [" until ", retryAt];
  switch (waitsFor?.kind) {
    case undefined:
    case "instant":
      return styled("dim", ["waits", ...until]);
    case "person":
      return [styled("dim", ["waits for ", waitsFor.assignees.join(", "), ...until, ": "]), waitsFor.prompt];
    case "run":
      return styled("dim", ["waits for run ", waitsFor.run, ...until]);
  }
}
