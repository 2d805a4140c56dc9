import type { ClaimedRun, Clock, Failure, RunStore, Timer } from "@lockstep/model";

/** What carrying on runs needs, however they are woken. */
export interface ExecuteOptions {
  readonly runs: RunStore;
  /** Unique per process. */
  readonly holder: string;
  /** Most runs held at once. */
  readonly concurrency: number;
  /** How long a run stays claimed without a sign of life. */
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly timer: Timer;
  execute(claimed: ClaimedRun, signal: AbortSignal): Promise<void>;
  /** Told that replies came for a run that is being executed: a person answered, a run that it awaits ended. */
  onReplies(run: string): void;
  /** Told of faults; `run` is null when they are no run's own. The service goes on. */
  onFault(failure: Failure, run: string | null): void;
}

export interface RunService {
  /** Runs held right now. */
  readonly size: number;
  /** Under what name jobs are locked right now; null without any. */
  readonly pool: string | null;
  /** Claims nothing more, lets held runs go on for the grace period, then aborts them and gives them back. */
  stop(grace: { readonly graceMs: number }): Promise<void>;
}
