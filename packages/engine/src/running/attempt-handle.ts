import { describeDuration, durationMilliseconds, type Step, type Timer } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";

/** An attempt under way: what aborts it, at its timeout at the latest. */
export class AttemptHandle {
  /** Made when asked for: most attempts end at once, and an AbortController costs more than a `set` step. */
  #controller: AbortController | null = null;
  readonly #step: Step;
  readonly #timer: Timer;

  constructor(step: Step, timer: Timer) {
    this.#step = step;
    this.#timer = timer;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }

  /** The work's outcome, or the reason of the abort, whichever is first: no executor can outstay its timeout. */
  async settle<Value>(work: Promise<Value>): Promise<Value> {
    const milliseconds = durationMilliseconds(this.#step.timeout);
    const stopTimer = this.#timer.after(milliseconds, () => {
      this.abort(new StepFailure("timeout", `It did not end within ${describeDuration(milliseconds)}.`));
    });
    const { promise: aborted, reject } = withReject();
    const onAbort = (): void => {
      reject(this.signal.reason as Error);
    };
    if (this.signal.aborted) onAbort();
    this.signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      stopTimer();
      this.signal.removeEventListener("abort", onAbort);
    }
  }
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}
