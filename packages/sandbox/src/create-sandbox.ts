import { availableParallelism } from "node:os";

import {
  Failure,
  type Json,
  OpenCalls,
  type Sandbox,
  type SandboxOutcome,
  type SandboxRequest,
} from "@lockstep/model";

import { tooLong } from "./evaluation/too-long.ts";
import { type Ending, evaluateWithin } from "./thread/evaluate-within.ts";
import { type SandboxThread, startThread } from "./thread/start-thread.ts";
import { ThreadPool } from "./thread/thread-pool.ts";

export interface SandboxPool extends Sandbox {
  /** Ends all threads; what they were evaluating fails as `shutting-down`. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Most threads at the same time; further evaluations wait their turn. */
  readonly threads?: number;
  readonly startThread?: () => SandboxThread;
}

const defaultThreads = Math.min(4, availableParallelism());

/** A sandbox over a pool of threads, which are started when they are first needed. */
export function createSandbox(options: SandboxOptions = {}): SandboxPool {
  const pool = new ThreadPool(options.threads ?? defaultThreads, options.startThread ?? startThread);
  const calls = new OpenCalls();

  async function evaluate(request: SandboxRequest): Promise<SandboxOutcome> {
    const { signal, timeMs } = request;
    const thread = await pool.take(signal);
    let ending: Ending = null;
    try {
      if (thread !== null) ending = await evaluateWithin(thread, request);
    } finally {
      if (thread !== null) pool.release(thread, { isUsable: isUsable(ending) });
    }
    signal.throwIfAborted();
    return outcomeOf(ending, timeMs);
  }

  return {
    evaluate: (request) => calls.run(request.signal, (signal) => evaluate({ ...request, signal })),
    async close() {
      calls.close(new Failure("shutting-down", "The sandbox is closed."));
      await pool.close();
    },
  };
}

/** A thread that hangs, died, was damaged or grew too large is of no more use. */
function isUsable(ending: Ending): boolean {
  return ending !== null && ending !== "late" && !ending.isSpent;
}

function outcomeOf(ending: Ending, timeMs: number): SandboxOutcome {
  if (ending === null) return { ok: false, type: "execution", message: "The code brought its sandbox down." };
  const verdict = ending === "late" ? tooLong(timeMs) : ending.verdict;
  return verdict.ok ? { ok: true, value: JSON.parse(verdict.text) as Json } : verdict;
}
