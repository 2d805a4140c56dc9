import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

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

  test("the details of checks are the preview of the same merge", async () => {
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    const preview = `https://lockstep.example/previews/${head}?pullRequest=1`;
    expect([validate, planStaging].map((name) => bench.check(head, name).detailsUrl)).toEqual([
      preview,
      `${preview}&environment=staging`,
    ]);
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

  test("an environment whose manifest the pull request removes is named, and stops nobody", async () => {
    const head = await bench.branchOff("main", "retire", { "environments/staging.json": null });
    await bench.forge.open(1, { head: "retire", base: "main" });
    await bench.keep();
    expect(bench.check(head, validate).conclusion).toBe("success");
    expect(bench.check(head, planStaging)).toMatchObject({
      conclusion: "neutral",
      title: "Merging removes the manifest of staging; what is applied there stays",
    });
  });

  test("the merge that the forge only tried out is not asked for a signature", async () => {
    const source = { branch: "develop", commitSignatures: "warn" };
    await bench.repository.commit({ branch: "main", files: environment("staging", "develop", { source }) });
    await bench.settle();
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    const { summary, text } = bench.check(head, planStaging);
    expect(`${summary}${text ?? ""}`).toContain("every new commit is signed");
  });

  test("a pull request into a branch that feeds nothing is left alone", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.branchOff("develop", "elsewhere", {});
    await bench.forge.open(1, { head: "topic", base: "elsewhere" });
    await bench.keep();
    expect(bench.forge.checks).toEqual([]);
  });
});
