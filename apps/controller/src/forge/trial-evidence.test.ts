import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

const plan = "lockstep / plan (staging)";
const gates = {
  approvals: { required: 1 },
  pullRequest: true,
  checks: ["ci"],
  verification: { tests: "require" },
};

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
  await bench.repository.commit({ branch: "main", files: environment("staging", "develop", { gates }) });
  await bench.settle();
});
afterEach(() => bench.close());

describe("a merge that is only tried out", () => {
  test("is planned with what it will wait for, and asks the forge nothing about it", async () => {
    bench.forge.readMergeEvidence = () => Promise.reject(new Error("nobody asks"));
    const head = await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    const check = bench.check(head, plan);
    expect(check.conclusion).not.toBe("failure");
    expect(JSON.stringify(check)).toContain("merging makes another commit, which is looked at then");
  });

  test("has its tests run once: what they said holds for the same manifests once merged", async () => {
    await bench.branchOff("develop", "topic", greeter("hello", "1.0.1", "Hi"));
    await bench.forge.open(1, { head: "topic", base: "develop" });
    await bench.keep();
    expect(bench.tested).toEqual([["hello"]]);
    await bench.forge.merge(1);
    await bench.settle();
    const waiting = await bench.look("staging");
    expect(waiting).toMatchObject({ state: "waiting", sequence: 1 });
    expect(waiting.because).not.toContain("verification");
    expect(bench.tests.ran).toEqual([]);
  });
});
