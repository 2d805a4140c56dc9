import { setImmediate } from "node:timers/promises";

import type { Token } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { digestToken } from "../access/token-secret.ts";
import type { RouteDeps } from "../route-deps.ts";
import { heldSocket } from "../testing/held-socket.ts";
import { openRouteDeps } from "../testing/open-route-deps.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedGreet, startGreet } from "../testing/seed-run.ts";
import { SocketSession } from "./socket-session.ts";

let org: TestApi;
let opened: ReturnType<typeof openRouteDeps>;
let deps: RouteDeps;
let run: string;
/** Streams of tokens that were opened and not ended. */
let openStreams: number;
/** Resolves the look for a token, or for a run, that waits. */
let held: (() => void)[];

beforeEach(async () => {
  org = await openTestApi({ heartbeatMs: 60_000 });
  await seedGreet(org.store, "staging");
  run = await startGreet(org, "staging");
  opened = openRouteDeps(org.deps);
  openStreams = 0;
  held = [];
  deps = { ...opened, streams: { ...opened.streams, open: openCounted } };
  await answerFromMemory();
});
afterEach(async () => {
  await opened.close();
  await org.close();
});

function openCounted(token: string) {
  const stream = opened.streams.open(token);
  openStreams += 1;
  const end = () => {
    openStreams -= 1;
    stream.end();
  };
  return { ended: stream.ended, end };
}

/** Whatever a session asks for is known without a database, so that one turn of the event loop settles it. */
async function answerFromMemory(): Promise<void> {
  const { tokens, runs } = org.store;
  const found = await tokens.loadByDigest(digestToken(deps.serverKey, org.secrets.viewer));
  const token: Token | null = found === null ? null : { ...found, lastUsedAt: new Date().toISOString() };
  tokens.loadByDigest = async () => token;
  const known = await runs.load(run);
  runs.load = async () => known;
}

function hold(): Promise<void> {
  return new Promise((resolve) => held.push(resolve));
}

async function release(): Promise<void> {
  for (const resolve of held.splice(0)) resolve();
  await setImmediate();
}

function begin() {
  const client = heldSocket();
  const session = new SocketSession(deps, client.socket, { helloMs: 60_000, requestId: "request" });
  session.receive(JSON.stringify({ type: "hello", token: org.secrets.viewer }));
  return { client, session };
}

describe("a client that goes away", () => {
  test("leaves nothing open while its token is looked up", async () => {
    const { loadByDigest } = org.store.tokens;
    org.store.tokens.loadByDigest = async (digest) => {
      await hold();
      return loadByDigest(digest);
    };
    const { client, session } = begin();
    await setImmediate();
    session.close();
    await release();
    expect([openStreams, client.sent]).toEqual([0, []]);
  });

  test("ends what was opened for it", async () => {
    const { session } = begin();
    await setImmediate();
    expect(openStreams).toBe(1);
    session.close();
    expect(openStreams).toBe(0);
  });

  test("has no answer to what it had asked and nobody had looked at", async () => {
    const { client, session } = begin();
    session.receive('{"type":"ping"}');
    await setImmediate();
    expect(client.sent).toHaveLength(1);
    session.close();
    client.read();
    await setImmediate();
    expect(client.sent).toHaveLength(1);
  });

  test("follows nothing that it was about to follow", async () => {
    const { client, session } = begin();
    await setImmediate();
    const { load } = org.store.runs;
    org.store.runs.load = async (id) => {
      await hold();
      return load(id);
    };
    client.read();
    session.receive(JSON.stringify({ type: "subscribe", subscription: "a", run }));
    await setImmediate();
    expect(held).toHaveLength(1);
    session.close();
    await release();
    expect(client.sent).toHaveLength(1);
  });
});
