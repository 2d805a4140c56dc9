import type { SandboxThread } from "./start-thread.ts";

/** Threads for one evaluation at a time each, started when there is none free, up to a number. */
export class ThreadPool {
  readonly #most: number;
  readonly #start: () => SandboxThread;
  readonly #all = new Set<SandboxThread>();
  readonly #free: SandboxThread[] = [];
  readonly #waiting: ((thread: SandboxThread) => void)[] = [];

  constructor(most: number, start: () => SandboxThread) {
    this.#most = most;
    this.#start = start;
  }

  /** A thread of one's own until it is released; `null` when the signal aborts first. */
  async take(signal: AbortSignal): Promise<SandboxThread | null> {
    const thread = this.#free.pop() ?? (this.#all.size < this.#most ? this.#add() : undefined);
    if (thread !== undefined) return thread;
    return new Promise((resolve) => {
      const give = (given: SandboxThread): void => {
        signal.removeEventListener("abort", leave);
        resolve(given);
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(give), 1);
        resolve(null);
      };
      this.#waiting.push(give);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  /** Gives a thread to whoever waits longest; one that is of no more use is replaced. */
  release(thread: SandboxThread, { isUsable }: { readonly isUsable: boolean }): void {
    if (!isUsable) {
      this.#all.delete(thread);
      void thread.end();
    }
    const next = this.#waiting.shift();
    if (next !== undefined) next(isUsable ? thread : this.#add());
    else if (isUsable) this.#free.push(thread);
  }

  /** Ends every thread. Whoever waits must have been told before. */
  async close(): Promise<void> {
    this.#free.length = 0;
    const ending = [...this.#all].map((thread) => thread.end());
    this.#all.clear();
    await Promise.all(ending);
  }

  #add(): SandboxThread {
    const thread = this.#start();
    this.#all.add(thread);
    return thread;
  }
}
