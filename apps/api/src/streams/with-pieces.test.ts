import { type StepStreams, type StreamPiece, systemClock } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createPieceQueue } from "./piece-queue.ts";
import type { StreamEvent } from "./stream-event.ts";
import { withPieces } from "./with-pieces.ts";

interface Answer {
  readonly resolve: (events: readonly StreamEvent[] | null) => void;
  readonly reject: (error: Error) => void;
}

/** A source that answers when the test says so, and streams that the test publishes to. */
function inHand() {
  const answers: Answer[] = [];
  const listeners = new Set<(piece: StreamPiece) => void>();
  const streams: StepStreams = {
    publish: () => undefined,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const source = {
    read: () =>
      new Promise<readonly StreamEvent[] | null>((resolve, reject) => {
        answers.push({ resolve, reject });
      }),
  };
  const pieces = createPieceQueue(streams, () => true);
  const merged = withPieces(source, { pieces, clock: systemClock, ended: new AbortController().signal });
  const publish = (text: string): void => {
    const origin = { environment: "staging", run: "run-1", step: "ask", item: -1, attempt: 1, answer: 1 };
    for (const listener of listeners) listener({ ...origin, offset: 0, text });
  };
  const read = async () => (await merged.read(1_000))?.map(textOf) ?? null;
  return { answers, publish, read };
}

function eventOf(text: string): StreamEvent {
  const at = "2026-02-03T14:00:00.000Z";
  return { id: text, name: "run.queued", at, environment: "staging", body: { text } };
}

/** What an event says, pieces by their mark: they have no id. */
function textOf({ id, body }: StreamEvent): string {
  const text = typeof body["text"] === "string" ? body["text"] : "no text";
  return id === null ? `piece ${text}` : text;
}

describe("a source with pieces of answers", () => {
  test("tells a piece at once and goes on waiting for the same events", async () => {
    const { answers, publish, read } = inHand();
    const first = read();
    publish("one");
    expect(await first).toEqual(["piece one"]);
    const second = read();
    answers[0]?.resolve([eventOf("event")]);
    expect(await second).toEqual(["event"]);
    expect(answers).toHaveLength(1);
  });

  test("tells pieces that have come before events that have come, and loses neither", async () => {
    const { answers, publish, read } = inHand();
    const first = read();
    answers[0]?.resolve([eventOf("the end")]);
    publish("last words");
    expect([await first, await read()]).toEqual([["piece last words"], ["the end"]]);
  });

  test("ends and fails as the source does, also when nobody was reading then", async () => {
    const { answers, publish, read } = inHand();
    const first = read();
    publish("one");
    await first;
    answers[0]?.reject(new Error("gone"));
    await new Promise((resolve) => setImmediate(resolve));
    await expect(read()).rejects.toThrow("gone");
    const last = read();
    answers[1]?.resolve(null);
    expect(await last).toBeNull();
  });
});
