import type { AttemptView } from "../org/responses.ts";

/** Whether a row speaks for a `forEach` step whose items began: of all rows that are no try, only these have a start. */
export function isLoop({ item, attempt, startedAt }: AttemptView): boolean {
  return item === -1 && attempt === 0 && startedAt !== null;
}
