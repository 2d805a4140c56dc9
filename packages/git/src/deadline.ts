import { Failure } from "@lockstep/model";

/** Runs work under the caller's signal and a time limit; a limit that is reached is `deadline-exceeded`. */
export async function withDeadline<T>(
  signal: AbortSignal,
  milliseconds: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const give = () => controller.abort(signal.reason);
  const timer = setTimeout(
    () => controller.abort(new Failure("deadline-exceeded", `${what} took longer than ${milliseconds} ms.`)),
    milliseconds,
  );
  signal.addEventListener("abort", give, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", give);
  }
}
