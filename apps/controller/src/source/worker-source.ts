import { Worker } from "node:worker_threads";

import { Failure } from "@lockstep/model";

import { createFreshToken, type ReadToken } from "./fresh-token.ts";
import type { RevisionSource } from "./revision-source.ts";
import { createDeltaReceiver } from "./snapshot-delta.ts";
import {
  type Answer,
  fromPlainFailure,
  type NewToken,
  type WorkerMethods,
  type WorkerSettings,
} from "./worker-protocol.ts";

/** Bounds of the compiler. A 10 000-manifest repository with a 62 MiB pack needs about 500 MB with isomorphic-git. */
interface WorkerLimits {
  readonly memoryMb: number;
  /** A call that takes longer takes the worker down. */
  readonly milliseconds: number;
}

const defaultWorkerLimits: WorkerLimits = { memoryMb: 1_024, milliseconds: 600_000 };

/** How a worker is kept. */
export interface WorkerOptions {
  readonly limits?: WorkerLimits;
  /** Where the token is one that ends: gives the one that holds now, before each call. */
  readonly readToken?: ReadToken | null;
}

interface Pending {
  /** Only compiling can break the bounds; whoever else was waiting just asks again. */
  readonly isCompiling: boolean;
  resolve(value: unknown): void;
  reject(failure: Failure): void;
}

/**
 * A source in a thread of its own, so that no clone and no compilation stalls the API. When it runs out of memory or
 * time, what it was doing fails as `limit-exceeded` and the next call starts a fresh one.
 */
export function createWorkerSource(
  name: string,
  settings: WorkerSettings,
  { limits = defaultWorkerLimits, readToken = null }: WorkerOptions = {},
): RevisionSource {
  const freshToken = readToken === null ? null : createFreshToken(readToken, settings.token);
  const pending = new Map<number, Pending>();
  const deltas = createDeltaReceiver();
  let worker: Worker | null = null;
  let usedToken = settings.token;
  let calls = 0;
  let lastSnapshot: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(new URL("./source-worker.js", import.meta.url), {
      workerData: { ...settings, token: usedToken },
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    });
    started.on("message", (answer: Answer) => settle(pending, answer));
    started.on("error", (error) => takeDown(started, error));
    started.on("exit", () => takeDown(started, null));
    started.unref();
    deltas.reset();
    return started;
  }

  function takeDown(which: Worker, cause: unknown): void {
    if (worker !== which) return;
    worker = null;
    failAll(pending, cause);
  }

  async function call<Method extends keyof WorkerMethods>(
    method: Method,
    request: WorkerMethods[Method]["request"],
    signal: AbortSignal,
  ): Promise<WorkerMethods[Method]["value"]> {
    if (freshToken !== null) renewToken(await freshToken(signal));
    return post(method, request, signal);
  }

  function renewToken(token: string | null): void {
    if (token === usedToken) return;
    usedToken = token;
    worker?.postMessage({ token } satisfies NewToken);
  }

  function post<Method extends keyof WorkerMethods>(
    method: Method,
    request: WorkerMethods[Method]["request"],
    signal: AbortSignal,
  ): Promise<WorkerMethods[Method]["value"]> {
    worker ??= start();
    const target = worker;
    const id = (calls += 1);
    const abort = () => target.postMessage({ abort: id });
    const timer = setTimeout(() => {
      void target.terminate();
    }, limits.milliseconds);
    signal.addEventListener("abort", abort, { once: true });
    target.ref();
    return new Promise<unknown>((resolve, reject) => {
      pending.set(id, { isCompiling: method === "readSnapshot", resolve, reject });
      target.postMessage({ id, method, request });
    }).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      if (pending.size === 0) target.unref();
    }) as Promise<WorkerMethods[Method]["value"]>;
  }

  return {
    name,
    readHeads: (signal) => call("readHeads", null, signal),
    readControl: (head, signal) => call("readControl", head, signal),
    readSnapshot(request, signal) {
      // One at a time, so that it is known which revision took the worker down.
      const snapshot = lastSnapshot.then(async () =>
        deltas.receive(request.view, await call("readSnapshot", request, signal)),
      );
      lastSnapshot = snapshot.catch(() => null);
      return snapshot;
    },
    readAncestry: (base, head, signal) => call("readAncestry", { base, head }, signal),
    readCommit: (revision, signal) => call("readCommit", { revision }, signal),
    fetchCommit: (head, signal) => call("fetchCommit", head, signal),
    readTexts: (revision, paths, signal) => call("readTexts", { revision, paths }, signal),
    placeProblems: (revision, problems, signal) => call("placeProblems", { revision, problems }, signal),
    readSignatures: (request, signal) => call("readSignatures", request, signal),
    countSigners: (control, signal) => call("countSigners", { control }, signal),
    readAuthors: (ranges, signal) => call("readAuthors", { ranges }, signal),
    async close() {
      const closing = worker;
      worker = null;
      await closing?.terminate();
      failAll(pending, null);
    },
  };
}

function failAll(pending: Map<number, Pending>, cause: unknown): void {
  for (const { isCompiling, reject } of pending.values()) {
    reject(
      isCompiling
        ? new Failure("limit-exceeded", "compiling the revision took more memory or time than allowed", {
            cause,
          })
        : new Failure("repository-unreachable", "the repository reader was restarted", { cause }),
    );
  }
  pending.clear();
}

function settle(pending: Map<number, Pending>, answer: Answer): void {
  const waiting = pending.get(answer.id);
  pending.delete(answer.id);
  if (waiting === undefined) return;
  if ("value" in answer) return waiting.resolve(answer.value);
  waiting.reject(fromPlainFailure(answer.failure));
}
