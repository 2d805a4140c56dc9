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
  readonly workers: Pick<WorkerStore, "takeOver">;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  readonly clock: Clock;
  readonly timer: Timer;
  onTakeOver(taken: TakeOver): void;
  onFault(failure: Failure, run: null): void;
}

/** How often somebody looks for runs whose worker is gone. */
const lookMs = 500;

/** A worker that was silent for so long is gone: five signs of life are missing. */
const silentMs = 2_500;

/**
 * Frees the runs and jobs of workers that are gone, until it is stopped. Runs in every process beside one database: any
 * one of them is enough, and many do no harm.
 */
export function superviseRuns(options: SuperviseOptions): { stop(): Promise<void> } {
  const { workers, ping, clock, timer, onTakeOver, onFault } = options;
  const bell = new Bell(timer);
  const stopping = new AbortController();
  let answeredAt = clock.now();
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
    await (now >= patientUntil ? takeOver() : ping());
    answeredAt = clock.now();
  }

  async function takeOver(): Promise<void> {
    const taken = await workers.takeOver(silentMs);
    if (taken.runs > 0 || taken.workers.length > 0) onTakeOver(taken);
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
