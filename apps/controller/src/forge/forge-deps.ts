import type { Clock, CompiledPipeline, Forge, Ids, OrgStore, SecretSource, Timer } from "@lockstep/model";
import type { TestedSuite } from "@lockstep/report";

import type { Log } from "../controller-deps.ts";
import type { RevisionSource } from "../source/revision-source.ts";

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

/** Failures: `internal`, `cancelled`. */
export type RunTests = (request: {
  readonly pipelines: readonly CompiledPipeline[];
  readonly signal: AbortSignal;
}) => Promise<readonly TestedSuite[]>;
