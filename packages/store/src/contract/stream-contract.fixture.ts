import type { StreamPiece } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { pieceOf, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function streamContract(subject: SubjectOf): void {
  describe("streams", () => {
    test("whoever listens in this process hears every piece in order, once, until it stops", async () => {
      const { streams } = subject().store;
      const run = unique("run");
      const heard: StreamPiece[] = [];
      const stop = streams.listen((piece) => heard.push(piece));
      const pieces = ["one", "two", "three"].map((text, offset) => pieceOf(run, { text, offset }));
      for (const piece of pieces) streams.publish(piece);
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard.filter((piece) => piece.run === run)).toEqual(pieces);
      stop();
      streams.publish(pieceOf(run));
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard.filter((piece) => piece.run === run)).toHaveLength(3);
    });

    test("a piece leaves nothing behind", async () => {
      const { streams, events } = subject().store;
      await events.publish();
      const before = await events.lastId();
      streams.publish(pieceOf(unique("run")));
      expect(await events.publish()).toBe(0);
      expect(await events.lastId()).toBe(before);
    });
  });
}
