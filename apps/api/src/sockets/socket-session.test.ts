import { once } from "node:events";

import { bootstrapActor } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";

import { serveApi, type ServedApi } from "../serve-api.ts";
import { endRun } from "../testing/end-run.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { claimGreet, journal, lineOf, seedGreet } from "../testing/seed-run.ts";
import { connect, type TestSocket } from "../testing/test-socket.ts";

let org: TestApi;
let served: ServedApi;
let sockets: TestSocket[];

beforeEach(async () => {
  org = await openTestApi();
  sockets = [];
  await seedGreet(org.store, "staging");
  served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  await served.stop();
  await org.close();
});

async function open(secret: string | null = org.secrets.viewer): Promise<TestSocket> {
  const socket = await connect(served.port);
  sockets.push(socket);
  if (secret === null) return socket;
  socket.say({ type: "hello", token: secret });
  expect(await socket.next()).toMatchObject({ type: "ready" });
  return socket;
}

async function happen(environment: string, deploy: string): Promise<void> {
  await org.store.events.append([{ name: "deploy.applied", environment, body: { deploy } }]);
  await org.store.events.publish();
}

describe("a WebSocket", () => {
  test("is greeted with what its token may do", async () => {
    const { secret } = await org.makeToken("one", "runner", ["staging"]);
    const socket = await open(null);
    socket.say({ type: "hello", token: secret });
    expect(await socket.next()).toEqual({
      type: "ready",
      name: "one",
      role: "runner",
      environments: ["staging"],
    });
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
  });

  test("is closed when the token is wrong, and says so first", async () => {
    const socket = await open(null);
    socket.say({ type: "hello", token: "lsk_wrong" });
    expect(await socket.next()).toMatchObject({ type: "error", code: "unauthenticated" });
    expect(await socket.closed).toBe(4401);
  });

  test("is closed when it speaks before its token was accepted", async () => {
    const socket = await open(null);
    socket.say({ type: "subscribe", subscription: "a", all: true });
    expect(await socket.next()).toMatchObject({ type: "error", subscription: "a", code: "unauthenticated" });
    expect(await socket.closed).toBe(4401);
  });

  test("follows a run to its end and goes on after the last event seen", async () => {
    const claimed = await claimGreet(org);
    const { id } = claimed.run;
    const event = { name: "step.completed", item: -1, attempt: 1 } as const;
    await journal(org.store, claimed, { logs: [lineOf(id, { message: "said" }), lineOf(id, { event })] });
    const socket = await open();
    socket.say({ type: "subscribe", subscription: "a", run: id, logs: "all" });
    expect(await socket.next()).toEqual({ type: "subscribed", subscription: "a" });
    const seen = [];
    for (let count = 0; count < 4; count += 1) seen.push(await socket.next());
    expect(seen.map((message) => message.event?.name)).toEqual([
      "run.queued",
      "run.started",
      "log",
      "step.completed",
    ]);
    await endRun(org.store, claimed, { to: "completed", output: null });
    expect(await socket.next()).toMatchObject({ event: { name: "run.completed", body: { run: id } } });
    expect(await socket.next()).toEqual({ type: "ended", subscription: "a" });
    socket.say({ type: "subscribe", subscription: "a", run: id, after: seen[1]?.event?.id ?? "" });
    await socket.next();
    expect((await socket.next()).event?.name).toBe("step.completed");
  });

  test("tells no pieces of answers", async () => {
    const claimed = await claimGreet(org);
    const { id: run } = claimed.run;
    const socket = await open();
    socket.say({ type: "subscribe", subscription: "a", run });
    for (let count = 0; count < 3; count += 1) await socket.next();
    const piece = { step: "greet", item: -1, attempt: 1, answer: 1, offset: 0, text: "Hello" };
    org.store.streams.publish({ ...piece, run, environment: "staging" });
    await endRun(org.store, claimed, { to: "completed", output: null });
    expect(await socket.next()).toMatchObject({ event: { name: "run.completed" } });
  });

  test("follows an environment, or all that its token reaches, until it unsubscribes", async () => {
    await org.store.events.publish();
    const { secret } = await org.makeToken("one", "viewer", ["staging", "other"]);
    const socket = await open(secret);
    socket.say({ type: "subscribe", subscription: "all", all: true });
    socket.say({ type: "subscribe", subscription: "env", environment: "other" });
    expect([await socket.next(), await socket.next()]).toMatchObject([
      { subscription: "all" },
      { subscription: "env" },
    ]);
    await happen("production", "hidden");
    await happen("staging", "one");
    expect(await socket.next()).toMatchObject({ subscription: "all", event: { body: { deploy: "one" } } });
    socket.say({ type: "unsubscribe", subscription: "all" });
    expect(await socket.next()).toEqual({ type: "unsubscribed", subscription: "all" });
    await happen("other", "two");
    expect(await socket.next()).toMatchObject({ subscription: "env", event: { body: { deploy: "two" } } });
  });

  test.each([
    ["text that is no JSON", "{", "JSON_SYNTAX"],
    ["an unknown type", '{"type":"shout"}', "invalid-input"],
    ["an unknown field", '{"type":"ping","loud":true}', "invalid-input"],
    ["nothing to follow", '{"type":"subscribe","subscription":"a"}', "invalid-input"],
    ["two things to follow", '{"type":"subscribe","subscription":"a","run":"r","all":true}', "invalid-input"],
    ["a run that is not there", '{"type":"subscribe","subscription":"a","run":"r"}', "not-found"],
    [
      "a wrong last event",
      '{"type":"subscribe","subscription":"a","all":true,"after":"1.2"}',
      "invalid-input",
    ],
    ["a second hello", '{"type":"hello","token":"lsk_other"}', "conflict"],
  ])("answers %s with an error and goes on", async (_, text, code) => {
    const socket = await open();
    socket.sayText(text);
    expect(await socket.next()).toMatchObject({ type: "error", code });
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
  });

  test("refuses environments out of reach and a name that is taken", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    const socket = await open(secret);
    socket.say({ type: "subscribe", subscription: "a", environment: "production" });
    expect(await socket.next()).toMatchObject({ subscription: "a", code: "ENVIRONMENT_OUT_OF_REACH" });
    socket.say({ type: "subscribe", subscription: "a", all: true });
    socket.say({ type: "subscribe", subscription: "a", all: true });
    expect([await socket.next(), await socket.next()]).toMatchObject([
      { type: "subscribed" },
      { type: "error", code: "conflict" },
    ]);
  });

  test("checks the token with every message", async () => {
    await org.close();
    org = await openTestApi({ heartbeatMs: 60_000 });
    await served.stop();
    served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
    const { id, secret } = await org.makeToken("one", "viewer", null);
    const socket = await open(secret);
    await org.store.tokens.revoke(id, bootstrapActor);
    socket.say({ type: "ping" });
    expect(await socket.next()).toMatchObject({ type: "error", code: "unauthenticated" });
    expect(await socket.closed).toBe(4401);
  });

  test("is closed at once when its token is revoked here, within a heartbeat when elsewhere", async () => {
    const [here, there] = [
      await org.makeToken("one", "viewer", null),
      await org.makeToken("two", "viewer", null),
    ];
    const [one, two] = [await open(here.secret), await open(there.secret)];
    await org.request(`/api/v1/tokens/${here.id}`, { method: "DELETE", as: "admin" });
    expect(await one.closed).toBe(4401);
    await org.store.tokens.revoke(there.id, bootstrapActor);
    expect(await two.closed).toBe(4401);
  });

  test("is refused to pages of another origin and under another host name", async () => {
    for (const headers of [{ Origin: "https://evil.example" }, { Host: "evil.example" }]) {
      const socket = new WebSocket(`ws://127.0.0.1:${served.port}/api/v1/ws`, { headers });
      const [error] = (await once(socket, "error")) as [Error];
      expect(error.message).toContain("403");
    }
  });

  test("takes messages of at most 64 KiB", async () => {
    const socket = await open();
    socket.sayText("x".repeat(70_000));
    expect(await socket.closed).toBe(1009);
  });

  test("is closed as going away when the server stops", async () => {
    const socket = await open();
    const closed = socket.closed;
    await served.stop();
    expect(await closed).toBe(1001);
    served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
  });

  test("asks others to open one", async () => {
    expect((await org.request("/api/v1/ws", { as: null })).status).toBe(400);
  });
});
