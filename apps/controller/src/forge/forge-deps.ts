import type { Clock, Forge, Ids, OrgStore, SecretSource, Timer } from "@lockstep/model";

import type { Log } from "../controller-deps.ts";
import type { RevisionSource } from "../source/revision-source.ts";
import type { RunTests } from "../verification/run-tests.ts";

/** What the forge loop needs from the process that hosts it. */
export interface ForgeLoopDeps {
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly secrets: SecretSource;
  readonly forge: Forge;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Names this process in leases. */
  readonly holder: string;
  readonly controlBranch: string;
  /** Milliseconds between two looks at git and the forge. */
  readonly pollMs: number;
  /** Where people reach Lockstep, without a slash at the end. */
  readonly publicUrl: string;
  /** Whether each pull request gets its one comment. */
  readonly isCommenting: boolean;
  /** Runs the tests of pipelines without reaching anything. */
  readonly runTests: RunTests;
}
