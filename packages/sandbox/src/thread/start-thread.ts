import { Worker } from "node:worker_threads";

import type { Order, Report } from "./protocol.ts";

export type Answer = Extract<Report, { kind: "evaluated" }>;

/** One worker thread. It evaluates one order at a time. */
export interface SandboxThread {
  /** The thread's answer; `null` when it ended without one, or could not even start. */
  evaluate(order: Order): Promise<Answer | null>;
  /** Resolves once the thread can take orders, or has ended. */
  readonly ready: Promise<void>;
  /** Ends the thread at once, whatever it is doing. */
  end(): Promise<void>;
}

/** Where the compiled thread lies: Node.js 20 cannot start sources in TypeScript. */
const compiledThread = new URL("./sandbox-thread.js", import.meta.url);

/** 256 KiB of QuickJS stack overran the 4 MiB that a thread has by default, and took below 8 MiB. */
const resourceLimits = { stackSizeMb: 16, maxOldGenerationSizeMb: 128 };

/** Starts a thread; it keeps the process alive only while it evaluates. */
export function startThread(file: URL = compiledThread): SandboxThread {
  // It inherits nothing: no environment, no options, and no terminal for QuickJS to print its last words to.
  const worker = new Worker(file, { env: {}, execArgv: [], resourceLimits, stdout: true, stderr: true });
  let hasEnded = false;
  let settle: ((answer: Answer | null) => void) | null = null;
  const ready = new Promise<void>((resolve) => {
    worker.on("message", (report: Report) => {
      if (report.kind === "ready") resolve();
      else settle?.(report);
    });
    // Whatever ended it, `exit` follows, and the evaluation that did it is told so there.
    worker.on("error", () => undefined);
    worker.on("exit", () => {
      hasEnded = true;
      resolve();
      settle?.(null);
    });
  });
  return {
    ready,
    async evaluate(order) {
      if (hasEnded) return null;
      worker.ref();
      const answer = await new Promise<Answer | null>((resolve) => {
        settle = resolve;
        worker.postMessage(order);
      });
      settle = null;
      worker.unref();
      return answer;
    },
    async end() {
      await worker.terminate();
    },
  };
}
