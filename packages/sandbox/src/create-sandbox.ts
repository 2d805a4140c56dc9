import { availableParallelism } from "node:os";

import { Failure, type Json, type Sandbox, type SandboxOutcome, type SandboxRequest } from "@lockstep/model";

import { tooLong } from "./evaluation/evaluate.ts";
import { type Answer, type SandboxThread, startThread } from "./thread/start-thread.ts";

export interface SandboxPool extends Sandbox {
  /** Ends all threads; what they were evaluating fails as `shutting-down`. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Most threads at the same time; further evaluations wait their turn. */
  readonly threads?: number;
  readonly startThread?: () => SandboxThread;
}

/** How much longer than its time an evaluation may take to notice that it is over, in milliseconds. */
const graceMs = 1_000;

const defaultThreads = Math.min(4, availableParallelism());

/** A sandbox over a pool of threads, which are started when they are first needed. */
export function createSandbox(options: SandboxOptions = {}): SandboxPool {
  const { threads: most = defaultThreads, startThread: start = startThread } = options;
  const threads = new Set<SandboxThread>();
  const free: SandboxThread[] = [];
  const waiting: ((thread: SandboxThread) => void)[] = [];
  const closing = new AbortController();

  function drop(thread: SandboxThread): void {
    if (!threads.delete(thread)) return;
    void thread.end();
    const next = closing.signal.aborted ? undefined : waiting.shift();
    if (next !== undefined) next(startOne());
  }

  function startOne(): SandboxThread {
    const thread = start();
    threads.add(thread);
    return thread;
  }

  /** A thread that hangs, died or is spent makes room for another one. */
  function release(thread: SandboxThread, answer: Answer | "late" | null): void {
    if (answer === null || answer === "late" || answer.isSpent) return drop(thread);
    const next = waiting.shift();
    if (next === undefined) free.push(thread);
    else next(thread);
  }

  /** A thread for one evaluation; `null` when the signal aborts first. */
  async function take(signal: AbortSignal): Promise<SandboxThread | null> {
    const thread = free.pop() ?? (threads.size < most ? startOne() : undefined);
    if (thread !== undefined) return thread;
    return new Promise((resolve) => {
      const give = (given: SandboxThread): void => {
        signal.removeEventListener("abort", leave);
        resolve(given);
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(give), 1);
        resolve(null);
      };
      waiting.push(give);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  async function evaluate({ signal: asked, ...request }: SandboxRequest): Promise<SandboxOutcome> {
    const signal = AbortSignal.any([asked, closing.signal]);
    signal.throwIfAborted();
    const thread = await take(signal);
    let answer: Answer | "late" | null = null;
    try {
      if (thread !== null && !signal.aborted) answer = await within(thread, request, signal);
    } finally {
      if (thread !== null) release(thread, answer);
    }
    signal.throwIfAborted();
    return outcomeOf(answer, request.timeMs);
  }

  return {
    evaluate,
    async close() {
      closing.abort(new Failure("shutting-down", "The sandbox is closed."));
      free.length = 0;
      await Promise.all([...threads].map((thread) => thread.end()));
      threads.clear();
    },
  };
}

/** The answer, or `null` when the thread died or the signal aborted, or "late" when it hangs. */
async function within(
  thread: SandboxThread,
  { input, ...request }: Omit<SandboxRequest, "signal">,
  signal: AbortSignal,
): Promise<Answer | "late" | null> {
  let stopTimer = (): void => undefined;
  let onAbort = (): void => undefined;
  const aborted = new Promise<null>((resolve) => {
    onAbort = () => resolve(null);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    await Promise.race([thread.ready, aborted]);
    if (signal.aborted) return null;
    const late = new Promise<"late">((resolve) => {
      const timer = setTimeout(resolve, request.timeMs + graceMs, "late");
      stopTimer = () => clearTimeout(timer);
    });
    const answer = thread.evaluate({ ...request, input: JSON.stringify(input) });
    return await Promise.race([answer, late, aborted]);
  } finally {
    stopTimer();
    signal.removeEventListener("abort", onAbort);
  }
}

function outcomeOf(answer: Answer | "late" | null, timeMs: number): SandboxOutcome {
  if (answer === null) return { ok: false, type: "execution", message: "The code brought its sandbox down." };
  const verdict = answer === "late" ? tooLong(timeMs) : answer.verdict;
  return verdict.ok ? { ok: true, value: JSON.parse(verdict.text) as Json } : verdict;
}
