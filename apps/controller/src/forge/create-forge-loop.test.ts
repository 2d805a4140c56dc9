import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { delivery, type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

const validate = "lockstep / validate";
const planStaging = "lockstep / plan (staging)";
const planProduction = "lockstep / plan (production)";
const tests = "lockstep / tests";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
  await bench.settle();
});
afterEach(() => bench.close());

const namesOn = (revision: string) =>
  bench.forge.checks.flatMap(({ headRevision, name }) => (headRevision === revision ? [name] : []));

describe("reports", () => {
  test("a pull request gets every check once, judged as the merge, and nothing again while nothing moves", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    await bench.keep();

    expect(namesOn(head)).toEqual([validate, planStaging, tests]);
    expect(bench.check(head, validate).conclusion).toBe("success");
    expect(bench.check(head, planStaging).summary).toContain("hello");
    expect(bench.tested).toEqual([["hello"]]);
    const reads = bench.forge.requests.filter((name) => name === "readPullRequest");
    expect(reads).toHaveLength(1);
  });

  test("a base that moves makes a new plan against it", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("other", "1.0.0"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    await bench.repository.commit({ branch: "develop", files: greeter("third", "1.0.0") });
    await bench.keep();
    expect(namesOn(head)).toEqual([validate, planStaging, tests, validate, planStaging, tests]);
    expect(bench.check(head, planStaging).summary).toContain("third");

    await bench.controller.reconcile();
    await bench.keep();
    expect(bench.check(head, planStaging).summary).not.toContain("third");
  });

  test("a broken manifest is a problem on its line; nothing is tested; mending it turns the check green", async () => {
    const broken = await bench.branchOff("develop", "topic", {
      "pipelines/hello.pipeline.json": '{\n  "slug": "hello"\n}\n',
    });
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    expect(bench.check(broken, validate)).toMatchObject({ conclusion: "failure" });
    expect(bench.check(broken, validate).annotations[0]?.path).toBe("pipelines/hello.pipeline.json");
    expect(bench.check(broken, tests).conclusion).toBe("failure");

    const mended = await bench.repository.commit({ branch: "topic", files: greeter("hello", "1.0.1", "Hi") });
    await bench.keep();
    expect(bench.check(mended, validate).conclusion).toBe("success");
  });

  test("a test that fails is shown on its line", async () => {
    const text = `{
      "apiVersion": "lockstep/v1", "kind": "Pipeline", "slug": "hello", "version": "1.0.1",
      "steps": [{ "id": "greet", "type": "set", "with": { "values": { "text": "Hi" } } }],
      "tests": [
        { "name": "passes", "expect": { "status": "completed" } },
        { "name": "fails", "expect": { "output": 3 } }
      ]
    }`;
    const head = await bench.branchOff("develop", "topic", { "pipelines/hello.pipeline.json": text });
    const tested = { isPassed: true, message: "", line: 1 };
    const fails = { ...tested, name: "fails", isPassed: false, message: "output: 2 is not 3" };
    bench.suites.push({
      slug: "hello",
      file: "pipelines/hello.pipeline.json",
      tests: [{ ...tested, name: "passes" }, fails],
    });
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    expect(bench.check(head, tests)).toMatchObject({
      conclusion: "failure",
      annotations: [{ path: "pipelines/hello.pipeline.json", line: 6, message: "output: 2 is not 3" }],
    });
  });

  test("a conflict is validated as it is, and its plan says that nothing can be planned", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.repository.commit({ branch: "develop", files: greeter("hello", "1.0.2", "Hey") });
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    expect(bench.check(head, validate).conclusion).toBe("success");
    expect(bench.check(head, planStaging)).toMatchObject({ conclusion: "failure" });
    expect(bench.check(head, planStaging).title).toContain("conflicts");
  });

  test("while the forge computes nothing is said for a minute; then what there is, then the merge", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    bench.forge.isComputing = true;
    await bench.keep();
    expect(namesOn(head)).toEqual([]);
    bench.clock.time += 61_000;
    await bench.keep();
    expect(namesOn(head)).toEqual([validate, planStaging, tests]);

    bench.clock.time += 301_000;
    await bench.keep();
    expect(namesOn(head)).toHaveLength(3);
    bench.forge.isComputing = false;
    bench.clock.time += 301_000;
    await bench.keep();
    await bench.keep();
    expect(namesOn(head)).toHaveLength(6);
  });

  test("what a fork brings is planned and never executed", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop", isFork: true });
    await bench.keep();
    expect(bench.check(head, planStaging).conclusion).not.toBe("failure");
    expect(bench.check(head, tests)).toMatchObject({ conclusion: "neutral" });
    expect(bench.tested).toEqual([]);
  });

  test("the head of a merge queue gets the same checks, and a fork in it withholds the tests of all", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    const base = await bench.repository.revisionOf("refs/heads/develop");
    const queued = await bench.branchOff("topic", `gh-readonly-queue/develop/pr-1-${base}`, {
      "README.md": "queued",
    });
    await bench.keep();
    expect(namesOn(queued)).toEqual([validate, planStaging, tests]);
    expect(bench.check(queued, tests).conclusion).toBe("success");

    const stacked = await bench.branchOff("topic", `gh-readonly-queue/develop/pr-2-${head}`, {
      "README.md": "stacked",
    });
    await bench.keep();
    expect(bench.check(stacked, tests).conclusion).toBe("neutral");
  });

  test("a change of the control branch is planned for every environment that it changes", async () => {
    const head = await bench.branchOff("main", "policy", {
      ...environment("staging", "develop", { title: "Rehearsal" }),
      ...environment("preview", "develop"),
    });
    await bench.forge.open(1, { head: "policy", base: "main" });
    await bench.keep();
    expect(namesOn(head).toSorted()).toEqual(
      [validate, planProduction, planStaging, "lockstep / plan (preview)", tests].toSorted(),
    );
  });

  test("an environment whose manifest the pull request breaks is named all the same", async () => {
    const head = await bench.branchOff("main", "policy", { "environments/staging.json": "{}" });
    await bench.forge.open(1, { head: "policy", base: "main" });
    await bench.keep();
    expect(bench.check(head, validate).conclusion).toBe("failure");
    expect(bench.check(head, planStaging).conclusion).toBe("failure");
  });

  test("a pull request into a branch that feeds nothing is left alone", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.branchOff("develop", "elsewhere", {});
    await bench.forge.open(1, { head: "topic", base: "elsewhere" });
    await bench.keep();
    expect(bench.forge.checks).toEqual([]);
  });
});

describe("buttons", () => {
  const manifest = (version: string) =>
    `{\n\t"apiVersion": "lockstep/v1", "kind": "Pipeline",\n\t"slug":"hello",\n\t"version" : "${version}",\n\t` +
    `"steps": [ {"id": "greet","type":"set","with":{"values":{"text":"Hi"}}} ]\n}`;

  async function openUnbumped(isFork = false): Promise<string> {
    const files = { "pipelines/hello.pipeline.json": manifest("1.0.0") };
    const head = await bench.branchOff("develop", "topic", files);
    await bench.forge.open(1, { head: "topic", base: "develop", isFork });
    await bench.keep();
    return head;
  }
  const textAt = (revision: string) =>
    bench.repository.git("show", `${revision}:pipelines/hello.pipeline.json`);
  const tip = () => bench.repository.revisionOf("refs/heads/topic");

  test("two presses commit the smallest allowed version once, and nothing else changes in the file", async () => {
    const head = await openUnbumped();
    expect(bench.check(head, validate).buttons.map(({ action }) => action)).toContain("bump-version");
    bench.forge.permissions.set("ada", "write");
    await bench.press({ id: "a", sender: "ada", action: "bump-version", headRevision: head });
    await bench.press({ id: "b", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();

    expect(await bench.repository.revisionOf("topic^")).toBe(head);
    expect(await textAt("topic")).toBe(manifest("1.0.1"));
    const message = await bench.repository.git("log", "-1", "--format=%B", "topic");
    expect(message).toContain("hello: 1.0.0 -> 1.0.1");
    expect(message).toContain("@ada");
    expect(bench.check(await tip(), validate).conclusion).toBe("success");
  });

  test("a press of somebody who may only read, or on a head that moved, commits nothing", async () => {
    const head = await openUnbumped();
    await bench.press({ id: "a", sender: "eve", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(head);
    bench.forge.permissions.set("ada", "admin");
    const moved = await bench.repository.commit({ branch: "topic", files: { "README.md": "moved" } });
    await bench.press({ id: "b", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(moved);
    const { items } = await bench.store.deliveries.list({ states: ["done"] }, { limit: 10, cursor: null });
    expect(items.map(({ because }) => because)).toEqual([
      "The pull request is no longer open at that commit.",
      "@eve may not write to the repository.",
    ]);
  });

  test("nothing is committed to a fork", async () => {
    const head = await openUnbumped(true);
    bench.forge.permissions.set("ada", "admin");
    await bench.press({ id: "a", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(head);
  });

  test("re-validating reports anew although nothing moved", async () => {
    const head = await openUnbumped();
    bench.forge.permissions.set("ada", "write");
    await bench.press({ id: "a", sender: "ada", action: "revalidate", headRevision: head });
    await bench.keep();
    await bench.keep();
    expect(namesOn(head).filter((name) => name === validate)).toHaveLength(2);
  });

  test("a press that the forge does not answer is tried later, and is dead after five times", async () => {
    const head = await openUnbumped();
    bench.forge.readPermission = () => Promise.reject(new Failure("forge-unreachable", "502"));
    await bench.press({ id: "a", sender: "ada", action: "revalidate", headRevision: head });
    for (let look = 0; look < 5; look += 1) {
      await bench.keep();
      bench.clock.time += 300_000;
    }
    const { items } = await bench.store.deliveries.list({ states: ["dead"] }, { limit: 10, cursor: null });
    expect(items).toMatchObject([{ id: "a", because: "502" }]);
  });

  test("a delivery about another repository is ignored", async () => {
    await bench.store.deliveries.receive(delivery("x", { repository: "8" }));
    await bench.keep();
    const { items } = await bench.store.deliveries.list({ states: ["ignored"] }, { limit: 10, cursor: null });
    expect(items.map(({ id }) => id)).toEqual(["x"]);
  });
});
