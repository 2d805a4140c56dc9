import type { StepStreams, StreamPiece } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createPieceQueue } from "./piece-queue.ts";

function streamsInHand(): StepStreams & { readonly listeners: Set<(piece: StreamPiece) => void> } {
  const listeners = new Set<(piece: StreamPiece) => void>();
  return {
    listeners,
    publish: (piece) => {
      for (const listener of listeners) listener(piece);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function pieceAt(offset: number, environment = "staging"): StreamPiece {
  return { environment, run: "run-1", step: "ask", item: -1, attempt: 1, answer: 1, offset, text: "x" };
}

describe("pieces that wait for a client", () => {
  test("are those it wants, in order, each taken once", () => {
    const streams = streamsInHand();
    const queue = createPieceQueue(streams, ({ environment }) => environment === "staging");
    let rings = 0;
    queue.subscribe(() => (rings += 1));
    for (const piece of [pieceAt(0), pieceAt(1, "production"), pieceAt(2)]) streams.publish(piece);
    expect([rings, queue.hasNews]).toEqual([2, true]);
    expect(queue.take()).toEqual([pieceAt(0), pieceAt(2)]);
    expect([queue.take(), queue.hasNews]).toEqual([[], false]);
  });

  test("are bounded: a client that does not read loses the oldest", () => {
    const streams = streamsInHand();
    const queue = createPieceQueue(streams, () => true);
    for (let offset = 0; offset < 1_000; offset += 1) streams.publish(pieceAt(offset));
    const waiting = queue.take();
    expect(waiting).toHaveLength(256);
    expect(waiting.at(-1)).toEqual(pieceAt(999));
  });

  test("no longer come once the client is gone", () => {
    const streams = streamsInHand();
    createPieceQueue(streams, () => true).close();
    expect(streams.listeners.size).toBe(0);
  });
});
