import { longestPiece, type OrgStore, type StreamPiece } from "@lockstep/model";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { pieceOf, unique } from "../contract/builders.fixture.ts";
import { openStore } from "../open-store.ts";
import { openPostgresSubject, type OpenSubject, storeOptions } from "../open-subject.fixture.ts";
import { createPostgresStreams } from "./create-postgres-streams.ts";

/** Streams whose NOTIFYs are looked at, and answered when the test says so. */
function streamsInHand() {
  const payloads: string[] = [];
  const answers: (() => void)[] = [];
  const streams = createPostgresStreams({
    url: "",
    sender: "me",
    send: (_channel, payload) => {
      payloads.push(payload);
      return new Promise<void>((resolve) => answers.push(resolve));
    },
  });
  const answerAll = async (): Promise<void> => {
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { streams, payloads, answerAll };
}

const piecesIn = (payload: string) => (JSON.parse(payload) as { pieces: readonly StreamPiece[] }).pieces;

describe("what other processes are told of a stream", () => {
  test("is one NOTIFY at a time, with all that came meanwhile", async () => {
    const { streams, payloads, answerAll } = streamsInHand();
    for (let offset = 0; offset < 10; offset += 1) streams.publish(pieceOf("run", { offset }));
    expect(payloads).toHaveLength(1);
    await answerAll();
    expect(payloads.map((payload) => piecesIn(payload).length)).toEqual([1, 9]);
  });

  test.each(["\0", "é", "\ud800", '"', "👋".slice(0, 2)])(
    "stays below PostgreSQL's limit however %j is escaped",
    async (character) => {
      const { streams, payloads, answerAll } = streamsInHand();
      const text = character.repeat(longestPiece).slice(0, longestPiece);
      for (let offset = 0; offset < 6; offset += 1) streams.publish(pieceOf("run", { text, offset }));
      await answerAll();
      expect(payloads.flatMap(piecesIn).map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5]);
      for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
    },
  );

  test("drops the oldest pieces when the database is slower than the streams", async () => {
    const { streams, payloads, answerAll } = streamsInHand();
    for (let offset = 0; offset < 2_000; offset += 1) streams.publish(pieceOf("run", { offset }));
    await answerAll();
    const told = payloads.flatMap(piecesIn);
    expect(told.length).toBeLessThanOrEqual(513);
    expect(told.at(-1)?.offset).toBe(1_999);
  });

  test("is passed over when the database does not answer", async () => {
    let count = 0;
    const send = () => ((count += 1), Promise.reject(new Error("gone")));
    const streams = createPostgresStreams({ url: "", sender: "me", send });
    for (let round = 1; round <= 2; round += 1) {
      streams.publish(pieceOf("run"));
      await new Promise((resolve) => setImmediate(resolve));
      expect(count).toBe(round);
    }
  });
});

describe("streams between two processes", () => {
  let subject: OpenSubject;
  let other: OrgStore;
  beforeAll(async () => {
    subject = await openPostgresSubject(inject("postgresUrl"));
    other = await openStore(storeOptions(subject.url, ""));
  });
  afterAll(async () => {
    await other.close();
    await subject.close();
  });

  test("reach a listener in the other process, and this one once", async () => {
    const here: StreamPiece[] = [];
    const there: StreamPiece[] = [];
    subject.store.streams.listen((piece) => here.push(piece));
    other.streams.listen((piece) => there.push(piece));
    const run = unique("run");
    const text = 'Grüße \0 "👋"';
    // Pieces that nobody listens to yet are lost, so the first ones only tell when somebody does.
    for (let offset = 0; there.length === 0; offset += 1) {
      subject.store.streams.publish(pieceOf("warm-up", { offset }));
      await subject.store.ping();
    }
    const pieces = [0, 1, 2].map((offset) => pieceOf(run, { text, offset }));
    for (const piece of pieces) subject.store.streams.publish(piece);
    const arrived = (heard: readonly StreamPiece[]) => heard.filter((piece) => piece.run === run);
    while (arrived(there).length < 3) await subject.store.ping();
    expect(arrived(there)).toEqual(pieces);
    await other.ping();
    expect(arrived(here)).toEqual(pieces);
  });
});
