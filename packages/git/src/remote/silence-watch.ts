import { Failure } from "@lockstep/model";

/** A signal that also fires when nothing was heard for too long. */
export interface SilenceWatch {
  readonly signal: AbortSignal;
  heard(): void;
  stop(): void;
}

export function watchSilence(signal: AbortSignal, milliseconds: number): SilenceWatch {
  const controller = new AbortController();
  const give = () => controller.abort(signal.reason);
  if (signal.aborted) give();
  signal.addEventListener("abort", give, { once: true });
  const timer = setTimeout(
    () =>
      controller.abort(new Failure("deadline-exceeded", `The git server was silent for ${milliseconds} ms.`)),
    milliseconds,
  );
  return {
    signal: controller.signal,
    heard: () => timer.refresh(),
    stop: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", give);
    },
  };
}
