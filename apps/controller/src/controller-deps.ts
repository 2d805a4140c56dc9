import type { Clock, Forge, Ids, OrgStore, SecretSource, Timer } from "@lockstep/model";

import type { RevisionSource } from "./source/revision-source.ts";
import type { RunTests } from "./verification/run-tests.ts";
import type { StartRun } from "./verification/start-smoke-run.ts";

/** What the controller needs from the process that hosts it. */
export interface ControllerDeps {
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly secrets: SecretSource;
  /** Asked how commits came in, and never waited for. */
  readonly forge: Forge;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Names this process in leases. */
  readonly holder: string;
  readonly controlBranch: string;
  /** Milliseconds between two looks at git. */
  readonly pollMs: number;
  /** Runs the tests that manifests bring along, before they are applied. */
  readonly runTests: RunTests;
  /** Accepts the runs that have to go well after an apply. */
  readonly startRun: StartRun;
  readonly log: Log;
  /** Told how each look at an environment ended, for metrics. */
  readonly onReconciled: (report: ReconcileReport) => void;
}

/** Structured log lines; a fault of the log itself is the log's business. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ReconcileReport {
  readonly environment: string;
  readonly state: string;
  readonly milliseconds: number;
  readonly isFault: boolean;
}
