import type { PreviewedKind, PullRequest, Revision } from "@lockstep/model";

import type { JudgementRequest } from "../forge/judge-environments.ts";
import type { BranchHead } from "../source/revision-source.ts";

/** What is looked at, and what it would be merged into. */
export interface Previewed {
  /** The commit that was asked about. */
  readonly revision: Revision;
  /** The commit that is judged, under a name by which it can be fetched. */
  readonly judged: BranchHead;
  readonly kind: PreviewedKind;
  readonly because: string | null;
  /** Whether merging makes another commit than the judged one. */
  readonly isTrial: JudgementRequest["isTrial"];
  readonly base: BranchHead;
  readonly pullRequest: PullRequest | null;
}
