import type {
  CompiledEnvironment,
  ControlSnapshot,
  EnvironmentStatus,
  Revision,
  Slug,
} from "@lockstep/model";

import type { BranchHead } from "../source/revision-source.ts";

/** A commit that stands for what merging would make of it and its base. */
interface Trial {
  readonly revision: Revision;
  readonly base: Revision;
  /** Nobody merged it: it is the head alone, which need not contain the base. What merging makes will. */
  readonly isHead?: true;
}

/** One environment at one moment: what git says of it, and what the database says of it. */
export interface Subject {
  readonly status: EnvironmentStatus;
  readonly configuration: CompiledEnvironment;
  readonly control: ControlSnapshot;
  readonly head: BranchHead;
  /** Of a trial merge: its revision, which no branch will ever have, and the base that it was made on. */
  readonly trial?: Trial;
  /** All environments of the org, this one included. */
  readonly rows: ReadonlyMap<Slug, EnvironmentStatus>;
}
