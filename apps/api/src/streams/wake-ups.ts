import type { Channel, Signals } from "@lockstep/model";

/** Says when it is worth looking again. */
export interface WakeUps {
  /** Resolves at the next signal since the last call, after `milliseconds` at the latest, or at once when aborted. */
  next(milliseconds: number, abort: AbortSignal): Promise<void>;
  stop(): void;
}

/** Listens to signals. They may be lost or doubled, so the caller looks again by itself after a while. */
export function listenForWakeUps(signals: Signals, channels: readonly Channel[]): WakeUps {
  let isDue = false;
  let wake = (): void => {};
  const stops = channels.map((channel) =>
    signals.listen(channel, () => {
      isDue = true;
      wake();
    }),
  );
  return {
    async next(milliseconds, abort) {
      if (!isDue && !abort.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            abort.removeEventListener("abort", wake);
            resolve();
          };
          abort.addEventListener("abort", wake, { once: true });
        });
        abort.removeEventListener("abort", wake);
      }
      isDue = false;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}
