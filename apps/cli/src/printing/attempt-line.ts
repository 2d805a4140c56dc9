import type { AttemptView } from "../org/responses.ts";
import type { Text } from "../terminal/text.ts";
import { attemptName } from "./attempt-name.ts";
import { stateText } from "./state-text.ts";

/** A step attempt that has just ended, in one line. */
export function attemptLine(attempt: AttemptView): Text {
  const reason = attempt.error === null ? "" : `: ${attempt.error.message}`;
  return ["  ", attemptName(attempt), " ", stateText(attempt.status), reason];
}
