import type { AppliedState, Environment, Forge, OrgStore, PlanContents } from "@lockstep/model";

import type { RevisionSource } from "../../source/revision-source.ts";
import type { Subject } from "../subject.ts";

/** A plan to gather evidence for, and where from. */
export interface EvidenceRequest {
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly forge: Forge;
  readonly subject: Subject;
  readonly applied: AppliedState;
  readonly contents: PlanContents;
  /** The policy that judges the plan. */
  readonly policy: Environment;
  readonly signal: AbortSignal;
}
