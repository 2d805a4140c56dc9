import type { SandboxRequest } from "@lockstep/model";

import type { Answer, SandboxThread } from "./start-thread.ts";

/** How much longer than its time an evaluation may take to notice that it is over, in milliseconds. */
const graceMs = 1_000;

/** The thread's answer; "late" when it hangs, `null` when it died or the request was aborted. */
export type Ending = Answer | "late" | null;

/** Evaluates a request in a thread, for as long as it may take. */
export async function evaluateWithin(
  thread: SandboxThread,
  { input, signal, ...request }: SandboxRequest,
): Promise<Ending> {
  if (signal.aborted) return null;
  const { promise: aborted, stop: stopListening } = whenAborted(signal);
  try {
    await Promise.race([thread.ready, aborted]);
    if (signal.aborted) return null;
    // The time begins here: starting a thread is not the evaluation's fault.
    const { promise: late, stop: stopTimer } = whenLate(request.timeMs + graceMs);
    const answer = thread.evaluate({ ...request, input: JSON.stringify(input) });
    return await Promise.race([answer, late, aborted]).finally(stopTimer);
  } finally {
    stopListening();
  }
}

interface Stoppable<Value> {
  readonly promise: Promise<Value>;
  stop(): void;
}

function whenAborted(signal: AbortSignal): Stoppable<null> {
  let stop = (): void => undefined;
  const promise = new Promise<null>((resolve) => {
    const onAbort = (): void => resolve(null);
    signal.addEventListener("abort", onAbort, { once: true });
    stop = () => signal.removeEventListener("abort", onAbort);
  });
  return { promise, stop: () => stop() };
}

function whenLate(milliseconds: number): Stoppable<"late"> {
  let stop = (): void => undefined;
  const promise = new Promise<"late">((resolve) => {
    const timer = setTimeout(resolve, milliseconds, "late");
    stop = () => clearTimeout(timer);
  });
  return { promise, stop: () => stop() };
}
