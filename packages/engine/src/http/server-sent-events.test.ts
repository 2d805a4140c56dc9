import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { longestEvent, readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";

/** Reads a text that comes in pieces of these many bytes each. */
async function read(text: string, size = Number.POSITIVE_INFINITY): Promise<readonly ServerSentEvent[]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(pieces())) events.push(event);
  return events;
}

describe("reading server-sent events", () => {
  test.each([
    ["one line of data", "data: a\n\n", [{ name: "message", data: "a" }]],
    ["no space behind the colon", "data:a\n\n", [{ name: "message", data: "a" }]],
    ["only one space taken off", "data:  a\n\n", [{ name: "message", data: " a" }]],
    ["several lines joined", "data: a\ndata\ndata: b\n\n", [{ name: "message", data: "a\n\nb" }]],
    [
      "a name, for one event only",
      "event: x\ndata: a\n\ndata: b\n\n",
      ["x", "message"].map((name, index) => ({ name, data: "ab"[index] })),
    ],
    ["colons in the data", 'data: {"a": 1}\n\n', [{ name: "message", data: '{"a": 1}' }]],
    ["comments and unknown fields", ": hi\nid: 7\nretry: 5\ndata: a\n\n", [{ name: "message", data: "a" }]],
    ["an event without data", "event: ping\n\ndata: a\n\n", [{ name: "message", data: "a" }]],
    ["what is not finished", "data: a\n\ndata: half", [{ name: "message", data: "a" }]],
  ])("understands %s", async (_, text, events) => {
    expect(await read(text)).toEqual(events);
  });

  test("gives the same however the bytes are cut and the lines end", async () => {
    const lines = ["event: größe", "data: 👋", "data: zwei", "", ": still here", "data: [DONE]", "", ""];
    const expected = [
      { name: "größe", data: "👋\nzwei" },
      { name: "message", data: "[DONE]" },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.integer({ min: 1, max: 9 }),
        async (end, size) => {
          // A carriage return at the very end might still be half of a line end.
          expect(await read(`${lines.join(end)}${end}: bye${end}`, size)).toEqual(expected);
        },
      ),
    );
  });

  test.each([
    ["a line", `data: ${"x".repeat(longestEvent)}`],
    ["an event", `${`data: ${"x".repeat(1_000)}\n`.repeat(1_100)}\n`],
  ])("refuses %s that is too long", async (_, text) => {
    await expect(read(text, 65_536)).rejects.toMatchObject({ type: "provider" });
  });
});
