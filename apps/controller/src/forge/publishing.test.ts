import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { delivery, type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench({ isCommenting: true });
  await bench.settle();
});
afterEach(() => bench.close());

const down = new Failure("forge-unreachable", "GitHub does not answer");
const hour = 3_600_000;

/** A pull request from a branch of its own, merged; gives what the base became. */
async function mergeInto(base: string, number: number, version: string): Promise<string> {
  await bench.branchOff(base, `topic-${number}`, greeter("hello", version, `Hello ${version}`));
  await bench.forge.open(number, { head: `topic-${number}`, base });
  await bench.keep();
  return bench.forge.merge(number);
}

const pending = () => bench.store.outbox.counts();

describe("deployments", () => {
  test("merging shows the deployment, and the one before as inactive, in production too", async () => {
    const first = await bench.repository.revisionOf("refs/heads/main");
    const revision = await mergeInto("main", 1, "1.0.1");
    await bench.settle();
    expect(bench.forge.deployments.get(`production@${revision}`)).toEqual([
      "queued",
      "in_progress",
      "success",
    ]);
    expect(bench.forge.deployments.get(`production@${first}`)?.at(-1)).toBe("inactive");
  });

  test("a refused commit is a failed deployment, and leaves the one in force active", async () => {
    const first = await bench.repository.revisionOf("refs/heads/develop");
    const refused = await bench.repository.commit({
      branch: "develop",
      files: greeter("hello", "1.0.0", "!"),
    });
    await bench.settle();
    expect(bench.forge.deployments.get(`staging@${refused}`)).toEqual(["queued", "failure"]);
    expect(bench.forge.deployments.get(`staging@${first}`)?.at(-1)).toBe("success");
  });

  test.each([
    ["is down", down],
    ["refuses the installation", new Failure("forge-refused", "revoked", { code: "installation" })],
  ])("while the forge %s applies go on, and everything is told in order afterwards", async (_what, fault) => {
    bench.forge.fault = fault;
    const revisions: string[] = [];
    for (const version of ["1.0.1", "1.0.2", "1.0.3"]) {
      const files = greeter("hello", version, version);
      revisions.push(await bench.repository.commit({ branch: "develop", files }));
      for (let look = 0; look < 5; look += 1) await bench.settle();
      bench.clock.time += hour / 3;
    }
    expect(await bench.applied("staging")).toEqual({ hello: "1.0.3" });
    expect((await pending()).pending).toBe(3);

    bench.forge.fault = null;
    const before = bench.forge.deployments.size;
    await bench.settle();
    expect((await pending()).pending).toBe(0);
    expect([...bench.forge.deployments.keys()].slice(before)).toEqual(
      revisions.map((revision) => `staging@${revision}`),
    );
    const last = revisions.map((revision) => bench.forge.deployments.get(`staging@${revision}`)?.at(-1));
    expect(last).toEqual(["inactive", "inactive", "success"]);
  });

  test("what is new does not overtake what rests because the forge was down", async () => {
    const before = bench.forge.deployments.size;
    bench.forge.fault = down;
    const revisions: string[] = [];
    for (const version of ["1.0.1", "1.0.2"]) {
      const files = greeter("hello", version, version);
      revisions.push(await bench.repository.commit({ branch: "develop", files }));
      await bench.settle();
      bench.forge.fault = null;
    }
    expect(bench.forge.deployments.size).toBe(before);
    bench.clock.time += hour;
    await bench.settle();
    expect([...bench.forge.deployments.keys()].slice(before)).toEqual(
      revisions.map((revision) => `staging@${revision}`),
    );
  });

  test("an answer that got lost makes nothing twice", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    bench.forge.lostAnswer = new Failure("forge-unreachable", "502 after it was made");
    await bench.keep();
    expect(bench.forge.checks).toHaveLength(3);
    expect((await pending()).pending).toBe(2);
    bench.clock.time += hour;
    await bench.keep();
    expect(bench.forge.checks.map(({ name }) => name).toSorted()).toEqual([
      "lockstep / plan (staging)",
      "lockstep / tests",
      "lockstep / validate",
    ]);
  });

  test("checks of one commit are told together, a few at a time, and nothing after one that is not answered", async () => {
    await bench.close();
    bench = await openForgeBench();
    await bench.settle();
    let [underway, most] = [0, 0];
    const publish = bench.forge.publishCheck;
    bench.forge.publishCheck = async (report, signal) => {
      most = Math.max(most, (underway += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underway -= 1;
      return publish(report, signal);
    };
    for (const number of [1, 2, 3]) {
      await bench.branchOff("develop", `topic-${number}`, greeter(`hello-${number}`, "1.0.0"));
      await bench.forge.open(number, { head: `topic-${number}`, base: "develop" });
    }
    bench.forge.lostAnswer = new Failure("forge-unreachable", "502 after it was made");
    await bench.keep();
    expect(most).toBe(4);
    expect(bench.forge.checks).toHaveLength(4);
    expect((await pending()).pending).toBe(6);
  });

  test("what the forge refuses is put aside for a person and does not hold up the rest", async () => {
    const publish = bench.forge.publishDeployment;
    bench.forge.publishDeployment = async (report, signal) => {
      if (report.environment === "staging")
        throw new Failure("forge-refused", "deployments: write is missing");
      return publish(report, signal);
    };
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
    const told = await bench.repository.commit({ branch: "main", files: greeter("hello", "1.0.1", "a") });
    await bench.settle();
    expect(bench.forge.deployments.has(`production@${told}`)).toBe(true);
    const { items } = await bench.store.outbox.list({ state: "dead" }, { limit: 10, cursor: null });
    expect(items.map(({ error }) => error)).toEqual(["deployments: write is missing"]);
  });

  test("the retry time that the forge names is obeyed", async () => {
    bench.forge.publishDeployment = () =>
      Promise.reject(new Failure("forge-unreachable", "secondary limit", { retryAfterMs: 90_000 }));
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
    await bench.settle();
    const { items } = await bench.store.outbox.list({ state: "pending" }, { limit: 10, cursor: null });
    expect(items.map(({ nextAt }) => Date.parse(nextAt) - bench.clock.time)).toEqual([90_000]);
  });
});

test("an entry that alone gets no answer lets the others pass after a while", async () => {
  const publish = bench.forge.publishDeployment;
  const { status } = bench.forge;
  bench.forge.status = () => ({ ...status(), answeredAt: new Date(bench.clock.time).toISOString() });
  bench.forge.publishDeployment = async (report, signal) => {
    if (report.environment === "staging") throw down;
    return publish(report, signal);
  };
  await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
  await bench.settle();
  const told = await bench.repository.commit({ branch: "main", files: greeter("hello", "1.0.1", "a") });
  await bench.settle();
  expect(bench.forge.deployments.has(`production@${told}`)).toBe(false);
  for (let look = 0; look < 9; look += 1) {
    bench.clock.time += hour / 6;
    await bench.keep();
  }
  expect(bench.forge.deployments.has(`production@${told}`)).toBe(true);
});

describe("comments", () => {
  test("a pull request has one comment, edited when a verdict changes", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    await bench.keep();
    expect(bench.forge.comments.get(1)).toMatchObject({ edits: 0 });
    await bench.repository.commit({ branch: "topic", files: { "pipelines/hello.pipeline.json": "{" } });
    await bench.keep();
    expect(bench.forge.comments.get(1)).toMatchObject({ edits: 1 });
  });
});

test("deliveries that failed are asked for once, on start and every hour", async () => {
  bench.forge.failedDeliveries.push({ id: "9", event: "push", at: "2026-02-01T08:00:00.000Z" });
  await bench.keep();
  expect(bench.forge.redelivered).toEqual([]);
  bench.clock.time += hour;
  await bench.keep();
  bench.clock.time += hour;
  await bench.keep();
  expect(bench.forge.redelivered).toEqual(["9"]);
});

test("a forge that is down is asked when it is polled, not with every delivery and every glance", async () => {
  await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
  await bench.forge.open(1, { head: "topic", base: "develop" });
  let asked = 0;
  const refuse = () => Promise.reject(Object.assign(down, { asked: (asked += 1) }));
  Object.assign(bench.forge, {
    readRepository: refuse,
    listOpenPullRequests: refuse,
    readPullRequest: refuse,
    publishCheck: refuse,
    publishDeployment: refuse,
  });
  await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
  await bench.settle();
  for (let second = 0; second < 60; second += 1) {
    await bench.store.deliveries.receive(delivery(`guid-${second}`));
    bench.clock.time += 1_000;
    await bench.glance();
  }
  expect(asked).toBeGreaterThan(3);
  expect(asked).toBeLessThan(40);
});

test("without a forge nothing is asked and nothing piles up", async () => {
  const { capabilities } = bench.forge;
  const none = Object.fromEntries(Object.keys(capabilities).map((name) => [name, false]));
  Object.assign(bench.forge, { capabilities: none });
  const before = bench.forge.requests.length;
  await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
  await bench.settle();
  expect(await bench.applied("staging")).toEqual({ hello: "1.0.1" });
  expect(bench.forge.requests.length).toBe(before);
  expect(await pending()).toMatchObject({ pending: 0, dead: 0 });
});

test("a pull request that is closed without merging is open no more", async () => {
  await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
  const opened = await bench.forge.open(1, { head: "topic", base: "develop" });
  await bench.keep();
  bench.forge.pullRequests.set(1, { ...opened, state: "closed" });
  await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.2", "Hey") });
  const reported = bench.forge.checks.length;
  await bench.keep();
  expect(await bench.store.pullRequests.listOpen()).toEqual([]);
  expect(bench.forge.checks).toHaveLength(reported);
});

test("a second process does nothing while the first one holds the lease", async () => {
  await bench.store.leases.release("forge", bench.deps.holder);
  await bench.store.leases.acquire("forge", "another", 60_000);
  await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
  await bench.forge.open(1, { head: "topic", base: "develop" });
  await bench.keep();
  expect(bench.forge.checks).toEqual([]);
});
