import { startFakeMailServer } from "@lockstep/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type NotificationBench, openNotificationBench, policyOf } from "./notification-bench.fixture.ts";

let bench: NotificationBench;

const waiting = {
  name: "deploy.waiting",
  body: {
    deploy: "01a21afa-d840-74d6-a2b4-de4170167f7f",
    because: "Waits for 2 approvals of <!channel> & @here.\nNext: nothing",
    next: "Ask platform.",
    revision: "0123456789abcdef0123",
    changes: 3,
  },
} as const;
const applied = {
  name: "deploy.applied",
  body: { deploy: "deploy-2", because: "Applied 3 changes." },
} as const;

const policy = policyOf({
  channels: { hook: {}, chat: { type: "slack" }, mail: { type: "smtp" } },
  notifications: [
    { on: ["deploy.waiting", "deploy.applied"], to: "hook" },
    { on: ["deploy.waiting"], to: "chat" },
    { on: ["deploy.waiting"], to: "hook" },
  ],
});

beforeEach(async () => {
  bench = await openNotificationBench(policy);
  for (const name of ["hook", "chat"]) bench.secrets.set(name, bench.addressOf(`/${name}`));
});
afterEach(() => bench.close());

const pathsOf = () => bench.received.map(({ path }) => path).toSorted();
const bodyOf = (path: string) =>
  JSON.parse(bench.received.find((one) => one.path === path)?.body ?? "null") as Record<string, unknown>;

test("a webhook gets what, where, why, next step and link, with a key of its own", async () => {
  await bench.happen(waiting);
  await bench.loop.notify();
  const { data, ...event } = bodyOf("/hook")["event"] as { readonly data: object; readonly id: number };
  expect(data).toEqual(waiting.body);
  expect(event).toEqual({
    id: event.id,
    name: "deploy.waiting",
    environment: "production",
    at: "2026-02-01T09:00:00.000Z",
  });
  const key = `production/hook/${event.id}`;
  expect(bodyOf("/hook")).toMatchObject({
    apiVersion: "lockstep/v1",
    kind: "Notification",
    id: key,
    channel: "hook",
    what: "A deploy waits for a gate",
    why: "Waits for 2 approvals of <!channel> & @here. Next: nothing",
    next: "Ask platform.",
    link: "https://lockstep.example/deploys/01a21afa-d840-74d6-a2b4-de4170167f7f",
  });
  expect(bench.received.find(({ path }) => path === "/hook")?.headers["idempotency-key"]).toBe(key);
});

test("a chat gets text that calls nobody and says nothing in somebody else's place", async () => {
  await bench.happen(waiting);
  await bench.loop.notify();
  expect(bodyOf("/chat")).toMatchObject({ mrkdwn: false, parse: "none" });
  expect(bodyOf("/chat")["text"]).toBe(
    [
      "[production] A deploy waits for a gate",
      "Why: Waits for 2 approvals of &lt;!channel&gt; &amp; @\u200bhere. Next: nothing",
      "Commit: 0123456789ab",
      "Changes: 3",
      "Next: Ask platform.",
      "https://lockstep.example/deploys/01a21afa-d840-74d6-a2b4-de4170167f7f",
    ].join("\n"),
  );
});

test("mail is plain text whose headers hold nothing of the event but its name", async () => {
  const mails = await startFakeMailServer();
  bench.secrets.set("mail", `smtp://127.0.0.1:${mails.port}?from=a%40acme.example&to=b%40acme.example`);
  bench.policy = policyOf({
    channels: { mail: { type: "smtp" } },
    notifications: [{ on: ["deploy.waiting"], to: "mail" }],
  });
  await bench.happen(waiting);
  await bench.loop.notify();
  await mails.close();
  const [head = "", text = ""] = (mails.mails[0]?.source ?? "").split("\r\n\r\n");
  expect(head).toMatch(/^Subject: \[production\] A deploy waits for a gate$/m);
  expect(head).toMatch(/^X-Lockstep-Event: deploy\.waiting$/im);
  expect(head).not.toContain("approvals");
  expect(text).toContain("Why: Waits for 2 approvals of <!channel> & @here. Next: nothing\r\n");
});

test("distinct events are distinct, and each is told once in a channel", async () => {
  await bench.happen(waiting, waiting, applied, { name: "run.failed", body: {} });
  await bench.loop.notify();
  await bench.loop.notify();
  expect(pathsOf()).toEqual(["/chat", "/chat", "/hook", "/hook", "/hook"]);
  const keys = bench.received.map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(5);
});

test("what happened before anybody ever looked is not told, what happens then is", async () => {
  const fresh = await openNotificationBench(policy, [waiting, waiting]);
  await fresh.happen(applied);
  await fresh.loop.notify();
  expect((await fresh.outbox()).map(({ body }) => body["event"])).toEqual(["deploy.applied"]);
  await fresh.close();
});

test("of two processes one tells", async () => {
  const other = bench.createLoop("two");
  await bench.happen(waiting);
  expect(await other.notify()).toBe(false);
  expect(bench.received).toEqual([]);
  await bench.loop.stop();
  expect(await other.notify()).toBe(true);
  await other.stop();
  expect(pathsOf()).toEqual(["/chat", "/hook"]);
});

test("a running loop tells news at once", async () => {
  bench.loop.start();
  await bench.happen(applied);
  await bench.untilReceived(1);
  expect(pathsOf()).toEqual(["/hook"]);
});

test("an environment that is not followed by rules is not told of", async () => {
  await bench.store.events.append([{ ...waiting, environment: "staging" }]);
  await bench.store.events.publish();
  await bench.loop.notify();
  expect(await bench.outbox()).toEqual([]);
});
