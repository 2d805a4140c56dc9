import {
  Bell,
  type Clock,
  type Failure,
  type TakeOver,
  type Timer,
  toFailure,
  type WorkerStore,
} from "@lockstep/model";

export interface SuperviseOptions {
  readonly workers: Pick<WorkerStore, "takeOver" | "freeLostJobs">;
  readonly clock: Clock;
  readonly timer: Timer;
  onTakeOver(taken: TakeOver): void;
  onFault(failure: Failure, run: null): void;
}

/** How often somebody looks for runs whose worker is gone. */
const lookMs = 500;

/** A worker that was silent for so long is gone: five signs of life are missing. */
const silentMs = 2_500;

/** How often lost jobs are looked for: the answer to a fetch of jobs may get lost with its connection. */
const repairMs = 10_000;

/**
 * Frees runs of workers that are gone and frees lost jobs, until it is stopped. Runs in every process beside one
 * database: any one of them is enough, and many do no harm.
 */
export function superviseRuns(options: SuperviseOptions): { stop(): Promise<void> } {
  const { workers, clock, timer, onTakeOver, onFault } = options;
  const bell = new Bell(timer);
  const stopping = new AbortController();
  let answeredAt = clock.now();
  let repairedAt = clock.now();
  let patientUntil = clock.now();

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((thrown: unknown) => onFault(toFailure(thrown), null));
      await bell.wait(lookMs);
    }
  }

  async function look(): Promise<void> {
    const now = clock.now();
    // While the database was away nobody could give a sign of life: everybody gets the time to give one first.
    if (now - answeredAt > silentMs) patientUntil = now + silentMs;
    if (now >= patientUntil) await takeOver();
    if (now < patientUntil || now - repairedAt >= repairMs) await repair();
    answeredAt = clock.now();
  }

  async function takeOver(): Promise<void> {
    const taken = await workers.takeOver(silentMs);
    if (taken.runs > 0 || taken.workers.length > 0) onTakeOver(taken);
  }

  async function repair(): Promise<void> {
    await workers.freeLostJobs();
    repairedAt = clock.now();
  }

  const supervising = supervise();
  return {
    async stop() {
      stopping.abort();
      bell.ring();
      await supervising;
    },
  };
}
