import type { MessagePort } from "node:worker_threads";

import { toFailure } from "@lockstep/model";

import type { RevisionSource, SnapshotRequest } from "./revision-source.ts";
import { createDeltaSender } from "./snapshot-delta.ts";
import {
  type Abort,
  type Answer,
  type Call,
  type NewToken,
  toPlainFailure,
  type WorkerMethods,
} from "./worker-protocol.ts";

type Handlers = {
  readonly [Method in keyof WorkerMethods]: (
    request: WorkerMethods[Method]["request"],
    signal: AbortSignal,
  ) => Promise<WorkerMethods[Method]["value"]>;
};

/**
 * Answers calls that come through the port until it closes. What cannot be opened is tried anew with each call. Tokens
 * that come between calls are handed to `useToken`.
 */
export function serveSource(
  port: MessagePort,
  open: () => Promise<RevisionSource>,
  useToken: (token: string | null) => void,
): void {
  let opened: Promise<Handlers> | null = null;

  async function openOnce(): Promise<Handlers> {
    opened ??= open().then(handlersOf);
    try {
      return await opened;
    } catch (thrown) {
      opened = null;
      throw thrown;
    }
  }

  const running = new Map<number, AbortController>();

  async function answer({ id, method, request }: Call): Promise<Answer> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handlers = await openOnce();
      const handle = handlers[method] as (request: unknown, signal: AbortSignal) => Promise<unknown>;
      return { id, value: await handle(request, controller.signal) };
    } catch (thrown) {
      return { id, failure: toPlainFailure(toFailure(thrown)) };
    } finally {
      running.delete(id);
    }
  }

  port.on("message", (message: Call | Abort | NewToken) => {
    if ("token" in message) useToken(message.token);
    else if ("abort" in message) running.get(message.abort)?.abort();
    else void answer(message).then((reply) => port.postMessage(reply));
  });
}

function handlersOf(source: RevisionSource): Handlers {
  const deltas = createDeltaSender();
  return {
    readHeads: (_request, signal) => source.readHeads(signal),
    readControl: (head, signal) => source.readControl(head, signal),
    readSnapshot: async (request: SnapshotRequest, signal) =>
      deltas.send(request.view, await source.readSnapshot(request, signal)),
    readAncestry: ({ base, head }, signal) => source.readAncestry(base, head, signal),
    placeProblems: ({ revision, problems }, signal) => source.placeProblems(revision, problems, signal),
    fetchCommit: (head, signal) => source.fetchCommit(head, signal),
    readTexts: ({ revision, paths }, signal) => source.readTexts(revision, paths, signal),
    readCommit: ({ revision }, signal) => source.readCommit(revision, signal),
    readSignatures: (request, signal) => source.readSignatures(request, signal),
    readAuthors: ({ ranges }, signal) => source.readAuthors(ranges, signal),
    countSigners: ({ control }, signal) => source.countSigners(control, signal),
  };
}
