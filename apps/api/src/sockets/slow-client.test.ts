import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { heldSocket } from "../testing/held-socket.ts";
import { openRouteDeps } from "../testing/open-route-deps.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { claimGreet, journal, lineOf, seedGreet } from "../testing/seed-run.ts";
import { closeCodes } from "./client-socket.ts";
import { SocketSession } from "./socket-session.ts";

let org: TestApi;
let deps: ReturnType<typeof openRouteDeps>;

async function begin(heartbeatMs: number): Promise<void> {
  org = await openTestApi({ heartbeatMs });
  deps = openRouteDeps(org.deps);
}

async function end(): Promise<void> {
  await deps.close();
  await org.close();
}

beforeEach(async () => {
  await begin(60_000);
  await seedGreet(org.store, "staging");
});
afterEach(end);

const options = { helloMs: 60_000, requestId: "request" };
const hello = () => JSON.stringify({ type: "hello", token: org.secrets.viewer });

describe("a client that does not read", () => {
  test("is sent one event at a time, and nothing is read ahead for it", async () => {
    const claimed = await claimGreet(org);
    const { id } = claimed.run;
    const event = { name: "step.completed", item: -1, attempt: 1 } as const;
    await journal(org.store, claimed, { logs: Array.from({ length: 500 }, () => lineOf(id, { event })) });
    let reads = 0;
    const { listLogs } = org.store.runs;
    org.store.runs.listLogs = (...request) => {
      reads += 1;
      return listLogs(...request);
    };
    const client = heldSocket();
    const session = new SocketSession(deps, client.socket, options);
    session.receive(hello());
    session.receive(JSON.stringify({ type: "subscribe", subscription: "a", run: id }));
    await client.until(() => client.sent.length === 1);
    client.read();
    await client.until(() => client.sent.length === 2);
    client.read();
    await client.until(() => client.sent.length === 3);
    for (let count = 0; count < 10; count += 1) {
      const before = client.sent.length;
      client.read();
      await client.until(() => client.sent.length === before + 1);
    }
    expect([client.sent.length, reads]).toEqual([13, 1]);
    session.close();
  });

  test("is cut off when it asks and asks without listening", async () => {
    const client = heldSocket();
    const session = new SocketSession(deps, client.socket, options);
    session.receive(hello());
    await client.until(() => client.sent.length === 1);
    for (let count = 0; count < 100; count += 1) session.receive('{"type":"ping"}');
    expect(client.closedWith()).toBe(closeCodes.tooMuch);
    session.close();
  });

  test("is cut off when it sends no token in time", async () => {
    const client = heldSocket();
    const session = new SocketSession(deps, client.socket, { ...options, helloMs: 5 });
    await client.until(() => client.closedWith() !== null);
    expect(client.closedWith()).toBe(closeCodes.noToken);
    session.close();
  });

  test("is cut off when it gives no sign of life", async () => {
    await end();
    await begin(10);
    const client = heldSocket();
    const session = new SocketSession(deps, client.socket, options);
    session.receive(hello());
    await client.until(() => client.isTerminated());
    expect(client.isTerminated()).toBe(true);
    session.close();
  });
});
