import type { Revision } from "@lockstep/model";

/** What comes after `from`, up to and with `to`; at most `limit` commits. */
export interface CommitRange {
  readonly from: Revision | null;
  readonly to: Revision;
  readonly limit: number;
}
