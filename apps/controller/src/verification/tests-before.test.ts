import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { openVerifiedBench, type VerifiedBench } from "./verified-bench.fixture.ts";

let bench: VerifiedBench;

beforeEach(async () => {
  bench = await openVerifiedBench();
});
afterEach(() => bench.close());

describe("tests before an apply", () => {
  test("are run once for each manifest, and what fails is refused", async () => {
    await bench.start({ tests: "require", smoke: [] });
    bench.tests.ran.splice(0);
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    bench.tests.failing.add("hello");
    await bench.commit({ ...greeter("hello", "1.0.2", "Hey"), ...greeter("other", "1.0.0") });
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 2 });
    expect(refused.problems.map(({ code }) => code)).toEqual(["TEST_FAILED"]);
    expect(refused.because).toContain("output: 1 is not 2");
    await bench.restart();
    await bench.look("production");
    expect(bench.tests.ran.map((ran) => ran.toSorted())).toEqual([["hello"], ["hello", "other"]]);
  });

  test("are run again when they were cut off", async () => {
    await bench.start({ tests: "require", smoke: [] });
    bench.tests.ran.splice(0);
    const { runTests } = bench.deps;
    Object.assign(bench.deps, { runTests: () => Promise.reject(new Error("died")) });
    await bench.restart();
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "unknown", sequence: 1 });
    Object.assign(bench.deps, { runTests });
    await bench.restart();
    bench.clock.time += 600_000;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
    expect(bench.tests.ran).toEqual([["hello"]]);
  });

  test("are not run where the policy does not ask", async () => {
    await bench.start({ tests: "off", smoke: [] });
    await bench.commit(greeter("hello", "1.0.1", "Hi"));
    await bench.look("production");
    expect(bench.tests.ran).toEqual([]);
  });
});
