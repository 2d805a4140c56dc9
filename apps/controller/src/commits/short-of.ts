import type { Revision } from "@lockstep/model";

/** As many digits of a revision as people write. */
export function shortOf(revision: Revision): string {
  return revision.slice(0, 10);
}
