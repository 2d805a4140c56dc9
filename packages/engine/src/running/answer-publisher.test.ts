import { longestPiece, type StepStreams } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createRedactor, noRedaction, type Redactor } from "../redaction.ts";
import { createFakeTime } from "../testing/fake-time.ts";
import { createRecordedStreams, type RecordedStreams } from "../testing/recorded-streams.ts";
import { AnswerPublisher } from "./answer-publisher.ts";

const origin = { environment: "staging", run: "run-1", step: "ask", item: -1, attempt: 1, answer: 1 };

function publish(redactor: Redactor = noRedaction, streams: StepStreams = createRecordedStreams()) {
  const time = createFakeTime();
  const publisher = new AnswerPublisher({ streams, timer: time, redactor: redactor.stream(), origin });
  return { time, publisher, streams: streams as RecordedStreams };
}

const textsOf = ({ pieces }: RecordedStreams) => pieces.map(({ text }) => text);

describe("an answer that others watch", () => {
  test("is published at once, then at most every 100 milliseconds", () => {
    const { time, publisher, streams } = publish();
    publisher.write("a");
    for (const text of ["b", "c", "d"]) publisher.write(text);
    expect(textsOf(streams)).toEqual(["a"]);
    time.advance(100);
    expect(textsOf(streams)).toEqual(["a", "bcd"]);
    publisher.write("e");
    time.advance(99);
    expect(streams.pieces).toHaveLength(2);
    time.advance(101);
    publisher.write("f");
    expect(textsOf(streams)).toEqual(["a", "bcd", "e", "f"]);
  });

  test("says where it comes from and where its text stands", () => {
    const { publisher, streams } = publish();
    publisher.write("one");
    publisher.write("two");
    publisher.end();
    expect(streams.pieces).toEqual([
      { ...origin, offset: 0, text: "one" },
      { ...origin, offset: 3, text: "two" },
    ]);
  });

  test("comes in pieces of bounded size, whose offsets join up", () => {
    const { publisher, streams } = publish();
    const text = Array.from({ length: 9_999 }, (_, index) => String(index % 10)).join("");
    publisher.write(text);
    publisher.end();
    for (const piece of streams.pieces) expect(piece.text.length).toBeLessThanOrEqual(longestPiece);
    for (const { offset, text: part } of streams.pieces)
      expect(text.slice(offset, offset + part.length)).toBe(part);
    expect(textsOf(streams).join("")).toBe(text);
  });

  test("drops the oldest text when it comes faster than it may go out", () => {
    const { time, publisher, streams } = publish();
    for (let count = 0; count < 100; count += 1) publisher.write("x".repeat(1_000));
    time.advance(100);
    publisher.end();
    const sent = textsOf(streams).join("").length;
    expect(sent).toBeLessThan(30_000);
    const last = streams.pieces.at(-1);
    expect((last?.offset ?? 0) + (last?.text.length ?? 0)).toBe(100_000);
  });

  test("leaves no timer behind, and a watcher sees no secret that was split", () => {
    const { time, publisher, streams } = publish(createRedactor(["canary-secret"]));
    publisher.write("the can");
    publisher.write("ary-sec");
    publisher.write("ret is out");
    publisher.end();
    expect(time.nextDue()).toBeNull();
    expect(textsOf(streams).join("")).toBe("the [redacted] is out");
  });
});
