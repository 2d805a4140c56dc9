import { describeDuration, durationMilliseconds, type Step, type Timer, type Usage } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";

/** An attempt under way: what it has used, and what aborts it, at its timeout at the latest. */
export class AttemptHandle {
  /** Made when asked for: most attempts end at once, and an AbortController costs more than a `set` step. */
  #controller: AbortController | null = null;
  readonly #step: Step;
  readonly #timer: Timer;
  /** Of models, over all requests; null as long as it asked none. */
  usage: Usage | null = null;

  constructor(step: Step, timer: Timer) {
    this.#step = step;
    this.#timer = timer;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Adds to what the attempt has used. */
  report({ inputTokens, outputTokens, cost }: Usage): void {
    const before = this.usage ?? { inputTokens: 0, outputTokens: 0, cost: null };
    this.usage = {
      inputTokens: before.inputTokens + inputTokens,
      outputTokens: before.outputTokens + outputTokens,
      cost: before.cost === null && cost === null ? null : (before.cost ?? 0) + (cost ?? 0),
    };
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
