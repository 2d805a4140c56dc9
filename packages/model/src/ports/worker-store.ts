import type { Timestamp } from "../identifiers.ts";

/** What a process that executes runs says of itself. */
export interface WorkerSelf {
  /** The holder under which it claims runs; unique per process. */
  readonly id: string;
  /** What people call it: host and process id. */
  readonly name: string;
  /** `null` serves every queue. */
  readonly queues: readonly string[] | null;
  /** Most runs that it carries on at once. */
  readonly concurrency: number;
  /** Runs that it carries on now. */
  readonly running: number;
  /** Whether it takes nothing new because it is about to stop. */
  readonly isDraining: boolean;
  /** Under what name it locks jobs; `null` where there are no jobs. */
  readonly pool: string | null;
}

/** A process that executes runs, as others see it. */
export interface Worker extends Omit<WorkerSelf, "pool"> {
  readonly startedAt: Timestamp;
  /** Its last sign of life. */
  readonly beatAt: Timestamp;
}

/** What was taken from workers that are gone. */
export interface TakeOver {
  /** Names of workers without a sign of life. */
  readonly workers: readonly string[];
  /** How many runs are free again. */
  readonly runs: number;
}

/** Who executes runs, and what becomes of runs whose worker is gone. All instants are the database's. */
export interface WorkerStore {
  /** A sign of life; the first one makes the worker known. */
  beat(worker: WorkerSelf): Promise<void>;
  /** Forgets a worker and frees whatever it still holds. */
  leave(id: string): Promise<void>;
  /** By name. */
  list(): Promise<readonly Worker[]>;
  /**
   * Frees, for anyone to take at once, the runs of workers that were silent for so long and those whose lease ended.
   * What such a worker writes afterwards is refused as `fenced`. Safe to call from several processes.
   */
  takeOver(silentMs: number): Promise<TakeOver>;
  /** Queues that ever had a wake-up; empty where there are no jobs. */
  listQueues(): Promise<readonly string[]>;
}
