import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

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
      await bench.settle();
      bench.clock.time += hour / 3;
    }
    expect(await bench.applied("staging")).toEqual({ hello: "1.0.3" });
    expect((await pending()).pending).toBe(3);

    bench.forge.fault = null;
    const before = bench.forge.deployments.size;
    await bench.settle();
    expect((await pending()).pending).toBe(0);
    expect([...bench.forge.deployments.keys()].slice(before)).toEqual(
      revisions
        .toReversed()
        .map((revision) => `staging@${revision}`)
        .toReversed(),
    );
    const last = revisions.map((revision) => bench.forge.deployments.get(`staging@${revision}`)?.at(-1));
    expect(last).toEqual(["inactive", "inactive", "success"]);
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

describe("who and why", () => {
  const evidenceOf = async () => (await bench.records("staging")).at(-1)?.body["evidence"];

  test("the record of a merge names pull request, author, merger, reviews and checks, people by erasable id", async () => {
    await mergeInto("develop", 1, "1.0.1");
    await bench.keep();
    await bench.controller.reconcile();
    expect(await evidenceOf()).toMatchObject({
      pullRequest: { number: 1, url: "https://forge.example/acme/flows/pull/1", base: "develop" },
      reviews: [{ verdict: "approved" }],
      checks: [{ name: "lockstep / validate", outcome: "success", reporter: "lockstep" }],
    });
    const text = JSON.stringify(await evidenceOf());
    expect(text).not.toContain("grace");
    expect(text).not.toContain("linus");
    expect(text.match(/person:[0-9a-f]{64}/g)).toHaveLength(3);
  });

  test("a forge that does not answer leaves the reason in the record", async () => {
    bench.forge.fault = down;
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a") });
    await bench.settle();
    expect(await evidenceOf()).toEqual({ unavailable: "GitHub does not answer" });
  });

  test("a commit that no pull request brought has no evidence, and its trailers are kept", async () => {
    const message = "Greet\n\nReviewed-by: Grace Hopper <grace@example.com>\nRefs: #7";
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.1", "a"), message });
    await bench.settle();
    expect(await evidenceOf()).toBeNull();
    const body = (await bench.records("staging")).at(-1)?.body;
    expect(body?.["commit"]).toMatchObject({
      trailers: [
        { token: "Reviewed-by", person: expect.stringMatching(/^person:/) },
        { token: "Refs", value: "#7" },
      ],
    });
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

test("a second process does nothing while the first one holds the lease", async () => {
  await bench.store.leases.release("forge", bench.deps.holder);
  await bench.store.leases.acquire("forge", "another", 60_000);
  await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
  await bench.forge.open(1, { head: "topic", base: "develop" });
  await bench.keep();
  expect(bench.forge.checks).toEqual([]);
});
