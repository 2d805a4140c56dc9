import { Failure } from "@lockstep/model";

/** Aborts as the engine wants a cancellation to be called for, once the person interrupts. */
export function cancelSignal(interrupted: AbortSignal, onCancel: () => void): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => {
    onCancel();
    controller.abort(new Failure("cancelled", "The run was interrupted."));
  };
  if (interrupted.aborted) cancel();
  else interrupted.addEventListener("abort", cancel, { once: true });
  return controller.signal;
}
