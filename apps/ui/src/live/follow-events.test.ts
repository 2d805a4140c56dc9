import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Following, followEvents } from "./follow-events.ts";
import type { StreamMessage } from "./stream-state.ts";

const told: StreamMessage[] = [];
let following: Following | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
});
afterEach(() => {
  following?.stop();
  vi.useRealTimers();
});

/** A server whose connections the test opens, feeds and breaks. */
function startServer() {
  const requests: { lastId: string | null; feed(text: string): void; end(): void; signal: AbortSignal }[] =
    [];
  let status = 200;
  const answer = async (_url: unknown, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (status !== 200) return new Response(null, { status });
    let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    requests.push({
      lastId: headers.get("Last-Event-ID"),
      feed: (text) => controller?.enqueue(new TextEncoder().encode(text)),
      end: () => controller?.close(),
      signal: init.signal ?? new AbortController().signal,
    });
    return new Response(body, { status: 200 });
  };
  return { requests, fetch: answer as typeof fetch, become: (next: number) => void (status = next) };
}

function follow(server: ReturnType<typeof startServer>) {
  following = followEvents({ url: "/events", fetch: server.fetch, tell: (message) => told.push(message) });
  return following;
}

const event = (id: number) => `id: ${id}\ndata: {"name":"run.started","environment":"staging"}\n\n`;
const ids = () => told.flatMap((message) => (message.type === "event" ? [message.event.id] : []));

test("goes on behind the last event after a lost connection", async () => {
  const server = startServer();
  const stream = follow(server);
  await vi.advanceTimersByTimeAsync(0);
  server.requests[0]?.feed(event(1) + event(2));
  await vi.advanceTimersByTimeAsync(0);
  server.requests[0]?.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(stream.state().state).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(server.requests[1]?.lastId).toBe("2");
  expect(stream.state().state).toBe("live");
  expect(ids()).toEqual(["1", "2"]);
  expect(told.some(({ type }) => type === "gap")).toBe(false);
});

test("without an event to go on behind, what was missed is told as a gap", async () => {
  const server = startServer();
  follow(server);
  await vi.advanceTimersByTimeAsync(0);
  server.requests[0]?.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.filter(({ type }) => type === "gap")).toHaveLength(1);
});

test("a connection that falls silent is made anew, as after sleep", async () => {
  const server = startServer();
  follow(server);
  await vi.advanceTimersByTimeAsync(0);
  server.requests[0]?.feed(": still here\n\n");
  await vi.advanceTimersByTimeAsync(45_000);
  expect(server.requests[0]?.signal.aborted).toBe(true);
  expect(server.requests.length).toBeGreaterThan(1);
});

test("twenty tabs that wake at once make one connection, and what was missed is a gap", async () => {
  const server = startServer();
  const stream = follow(server);
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() + 3_600_000);
  for (let tab = 0; tab < 20; tab += 1) stream.wake();
  expect(stream.state().state).toBe("reconnecting");
  await vi.advanceTimersByTimeAsync(0);
  for (let tab = 0; tab < 20; tab += 1) stream.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.requests).toHaveLength(2);
  expect(stream.state().state).toBe("live");
  expect(told.filter(({ type }) => type === "gap")).toHaveLength(1);
});

test("a refusal ends every try until somebody wakes it", async () => {
  const server = startServer();
  server.become(401);
  const stream = follow(server);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(stream.state().state).toBe("stopped");
  expect(told.filter(({ type }) => type === "logged-out")).toHaveLength(1);
  expect(server.requests).toHaveLength(0);
  server.become(200);
  stream.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(stream.state().state).toBe("live");
});

test("an outage is tried ever more rarely, and never given up", async () => {
  const server = startServer();
  server.become(502);
  const stream = follow(server);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(stream.state().state).toBe("reconnecting");
  server.become(200);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(stream.state().state).toBe("live");
});
