import {
  Bell,
  type Failure,
  type Timer,
  toFailure,
  type WorkerSelf,
  type WorkerStore,
} from "@lockstep/model";

export interface HeartbeatOptions {
  readonly workers: Pick<WorkerStore, "beat" | "leave">;
  readonly timer: Timer;
  /** What the process has to say of itself now. */
  self(): WorkerSelf;
  onFault(failure: Failure, run: null): void;
}

/** How often a worker gives a sign of life, in milliseconds. */
const everyMs = 500;

export interface Heartbeat {
  /** A sign of life in between, because something of importance has changed. Failures: those of the store. */
  beat(): Promise<void>;
  /** Ends the signs of life and frees whatever the worker still holds. */
  stop(): Promise<void>;
}

/** Gives signs of life until it is stopped. */
export function startHeartbeat({ workers, timer, self, onFault }: HeartbeatOptions): Heartbeat {
  const bell = new Bell(timer);
  const stopping = new AbortController();

  async function beatOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      await workers.beat(self()).catch((thrown: unknown) => onFault(toFailure(thrown), null));
      await bell.wait(everyMs);
    }
  }

  const beating = beatOn();
  return {
    beat: () => workers.beat(self()),
    async stop() {
      stopping.abort();
      bell.ring();
      await beating;
      await workers.leave(self().id).catch((thrown: unknown) => onFault(toFailure(thrown), null));
    },
  };
}
