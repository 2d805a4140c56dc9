import { Bell, type Failure, type Signals, type Timer, toFailure } from "@lockstep/model";

export interface WatchOptions {
  listQueues(): Promise<readonly string[]>;
  readonly signals: Signals;
  readonly timer: Timer;
  onFault(failure: Failure, run: null): void;
}

/** How late the first run of a new queue is found when its signal was lost, and how soon it is looked again at most. */
const longestPauseMs = 1_000;
const shortestPauseMs = 200;

/** Tells of every queue there is, now and later, for a process that serves all of them. */
export function watchQueues(
  { listQueues, signals, timer, onFault }: WatchOptions,
  onFound: (queues: readonly string[]) => void,
): { stop(): Promise<void> } {
  const bell = new Bell(timer);
  const pause = new Bell(timer);
  const stopping = new AbortController();
  const stopListening = signals.listen("run", () => bell.ring());

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await listQueues().then(onFound, (thrown: unknown) => onFault(toFailure(thrown), null));
      await pause.wait(shortestPauseMs);
      await bell.wait(longestPauseMs - shortestPauseMs);
    }
  }

  const watching = watch();
  return {
    async stop() {
      stopping.abort();
      stopListening();
      bell.ring();
      pause.ring();
      await watching;
    },
  };
}
