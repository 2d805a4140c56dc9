import { afterEach, beforeEach, expect, test } from "vitest";

import { type NotificationBench, openNotificationBench, policyOf } from "./notification-bench.fixture.ts";

let bench: NotificationBench;

const applied = { name: "deploy.applied", body: { deploy: "deploy-1" } } as const;
const both = policyOf({
  channels: { slow: {}, quick: {} },
  notifications: [
    { on: ["deploy.applied"], to: "slow" },
    { on: ["deploy.applied"], to: "quick" },
  ],
});

beforeEach(async () => {
  bench = await openNotificationBench(both);
  for (const name of ["slow", "quick"]) bench.secrets.set(name, bench.addressOf(`/${name}/secret-part`));
});
afterEach(() => bench.close());

const pathsOf = () => bench.received.map(({ path }) => path.split("/")[1]);

async function stateOf(channel: string) {
  const entry = (await bench.outbox()).find(({ target }) => target.startsWith(`production/${channel}/`));
  if (entry === undefined) throw new Error(`nothing was to be told to ${channel}`);
  return entry;
}

test("one that does not answer keeps nobody else waiting, and is left alone after ten seconds", async () => {
  bench.answer = (path) => (path.startsWith("/slow") ? null : { status: 200 });
  await bench.happen(applied, applied);
  bench.loop.start();
  await bench.untilReceived(3);
  expect(pathsOf().toSorted()).toEqual(["quick", "quick", "slow"]);
  await bench.happen(applied);
  await bench.untilReceived(4);
  expect(pathsOf().toSorted()).toEqual(["quick", "quick", "quick", "slow"]);
  await bench.losePatience();
  await bench.loop.notify();
  const tried = (await bench.outbox()).filter(({ attempts }) => attempts > 0);
  expect(tried).toMatchObject([
    { attempts: 1, deadAt: null, error: "The channel slow did not answer within 10 seconds." },
  ]);
});

test("is tried again later, after others of its channel", async () => {
  bench.answer = (path) => (path.startsWith("/slow") ? { status: 503 } : { status: 200 });
  await bench.happen(applied, applied);
  await bench.loop.notify();
  expect(pathsOf().filter((path) => path === "slow")).toHaveLength(1);
  bench.answer = () => ({ status: 200 });
  bench.clock.time += 1_000;
  await bench.loop.notify();
  const keys = () =>
    bench.received.flatMap(({ path, headers }) =>
      path.startsWith("/slow") ? headers["idempotency-key"] : [],
    );
  expect(new Set(keys()).size).toBe(2);
  bench.clock.time += 1_000;
  await bench.loop.notify();
  expect(keys()).toEqual([keys()[0], keys()[1], keys()[0]]);
  expect((await bench.outbox()).every(({ deliveredAt }) => deliveredAt !== null)).toBe(true);
});

test("obeys how long a server asks to be left alone", async () => {
  bench.answer = () => ({ status: 429, headers: { "retry-after": "120" } });
  await bench.happen(applied);
  await bench.loop.notify();
  bench.answer = () => ({ status: 200 });
  bench.clock.time += 119_000;
  await bench.loop.notify();
  expect(bench.received).toHaveLength(2);
  bench.clock.time += 121_000;
  await bench.loop.notify();
  expect(bench.received).toHaveLength(4);
});

test("is given up after twenty attempts, and told when somebody revives it", async () => {
  bench.answer = (path) => (path.startsWith("/slow") ? { status: 500 } : { status: 200 });
  await bench.happen(applied);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await bench.loop.notify();
    bench.clock.time += 3_600_000;
  }
  const dead = await stateOf("slow");
  expect(dead).toMatchObject({
    attempts: 20,
    error: expect.stringMatching(/^The channel slow at 127\.0\.0\.1:\d+ answered 500\.$/),
  });
  expect(dead.deadAt).not.toBeNull();
  bench.answer = () => ({ status: 200 });
  expect(await bench.store.outbox.revive(dead.position)).toBe(true);
  await bench.loop.notify();
  expect((await stateOf("slow")).deliveredAt).not.toBeNull();
});

test("what a channel has not taken for a day is no news any more", async () => {
  bench.answer = (path) => (path.startsWith("/slow") ? { status: 500 } : { status: 200 });
  await bench.happen(applied, applied, applied);
  await bench.loop.notify();
  bench.clock.time += 86_400_001;
  await bench.loop.notify();
  const dead = (await bench.outbox()).filter(({ deadAt }) => deadAt !== null);
  expect(dead.length).toBe(2);
});

test.each([
  ["has no value", () => bench.secrets.delete("slow"), /^The secret slow has no value in production/],
  ["is no address", () => bench.secrets.set("slow", "hidden-words"), /^The secret slow is not a URL/],
  [
    "leads where egress does not",
    () => bench.secrets.set("slow", "https://192.0.2.1/hidden-words"),
    /^Egress to 192\.0\.2\.1 is not allowed here/,
  ],
  [
    "is of a channel that is gone",
    () => {
      const { quick } = both.channels;
      bench.policy = { ...both, channels: quick === undefined ? {} : { quick } };
    },
    /^The environment production declares no channel slow\.$/,
  ],
])("a secret that %s is given up at once, with the reason, and blocks nobody", async (_, change, reason) => {
  change();
  await bench.happen(applied);
  await bench.loop.notify();
  const dead = await stateOf("slow");
  expect(dead.deadAt).not.toBeNull();
  expect(dead.error).toMatch(reason);
  expect(dead.error).not.toContain("hidden-words");
  expect(pathsOf()).toEqual(["quick"]);
  expect(bench.warnings).toHaveLength(1);
});
