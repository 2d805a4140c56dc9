import type { OrgEvent } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createEventStream, type EventStreamRequest } from "./event-stream.ts";
import type { EventTail } from "./event-tail.ts";
import { createOrgSource } from "./org-source.ts";

const events: readonly OrgEvent[] = Array.from({ length: 5_000 }, (_, index) => ({
  id: index + 1,
  at: "2026-01-01T00:00:00.000Z",
  name: "deploy.applied",
  environment: "staging",
  body: { filler: "x".repeat(1_000) },
}));

/** A tail over fixed events that counts how often it is asked. */
function fixedTail(): EventTail & { reads: number } {
  return {
    reads: 0,
    lastId: () => events.length,
    async readAfter(id) {
      this.reads += 1;
      return events.slice(id, id + 500);
    },
    subscribe: () => () => {},
    close: async () => {},
  };
}

function streamOver(tail: EventTail, more: Partial<EventStreamRequest> = {}) {
  const ending = new AbortController();
  return createEventStream({
    source: createOrgSource({ tail, after: 0, isWanted: () => true, ended: ending.signal }),
    mayGoOn: async () => true,
    heartbeatMs: 60_000,
    ended: ending.signal,
    end: () => ending.abort(),
    ...more,
  });
}

describe("an event stream", () => {
  test("reads nothing ahead of a client that does not read", async () => {
    const tail = fixedTail();
    const reader = streamOver(tail).getReader();
    await reader.read();
    await reader.read();
    expect(tail.reads).toBe(1);
    await reader.cancel();
  });

  test("gives a slow client every event in the end", async () => {
    const reader = streamOver(fixedTail()).pipeThrough(new TextDecoderStream()).getReader();
    const seen: number[] = [];
    while (seen.length < events.length) {
      const { value = "" } = await reader.read();
      seen.push(...[...value.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)));
    }
    expect(seen).toEqual(events.map(({ id }) => id));
    await reader.cancel();
  });

  test("is forgotten when the client goes away", async () => {
    let isForgotten = false;
    const reader = streamOver(fixedTail(), { end: () => (isForgotten = true) }).getReader();
    await reader.cancel();
    expect(isForgotten).toBe(true);
  });

  test("checks the token even while events never stop", async () => {
    const stream = streamOver(fixedTail(), { heartbeatMs: 0, mayGoOn: async () => false });
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toHaveLength(2);
  });

  test("ends when the database does not answer", async () => {
    const tail: EventTail = { ...fixedTail(), readAfter: () => Promise.reject(new Error("gone")) };
    const reader = streamOver(tail).getReader();
    await reader.read();
    expect(await reader.read()).toMatchObject({ done: true });
  });
});
