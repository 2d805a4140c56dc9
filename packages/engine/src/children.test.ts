import type { Pipeline, Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createOrgWorld } from "./testing/org-world.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";

const call = (callee: string, given: Partial<Step> = {}): Step =>
  stepOf("call", {
    type: "pipeline",
    effects: "write",
    with: { pipeline: callee, input: { n: "{{ input.n }}" } },
    timeout: "30m",
    ...given,
  });

const parent = (step: Step, given: Partial<Pipeline> = {}): Pipeline =>
  pipelineOf([step], {
    slug: "parent",
    output: { value: "{{ steps.call.?output.orValue(null) }}", schema: true },
    ...given,
  });

const child = (steps: readonly Step[] = [], given: Partial<Pipeline> = {}): Pipeline =>
  pipelineOf([stepOf("twice", { type: "transform", with: { set: { n: "{{ input.n * 2 }}" } } }), ...steps], {
    slug: "child",
    output: { value: "{{ steps.twice.output }}", schema: true },
    ...given,
  });

const napping = child([stepOf("nap", { type: "wait", with: { for: "10m" } })]);

describe("an awaited run", () => {
  test("gives its output to the step, and names the run above", async () => {
    const org = createOrgWorld([parent(call("child@^1.0.0")), napping]);
    const above = await org.start("parent", { n: 4 });
    await org.settle();
    expect(await org.run(above.id)).toMatchObject({ state: "waiting" });
    await org.finish();
    expect(await org.run(above.id)).toMatchObject({ state: "completed", output: { n: 8 } });
    const [below] = await org.runsOf("child");
    expect(below).toMatchObject({
      state: "completed",
      trigger: { type: "pipeline", id: above.id },
      parent: { run: above.id, step: "call", item: -1, attempt: 1, isAwaited: true, ancestors: ["parent"] },
      actor: above.actor,
      deadlineAt: above.deadlineAt,
    });
    expect((await org.attempts(above.id))[0]?.reply).toMatchObject({ by: below?.id, result: null });
  });

  test("that fails fails the step with its id, which onError can handle", async () => {
    const failing = child([stepOf("no", { type: "assert", with: { that: false, message: "No way." } })]);
    const fallback = { strategy: "fallback", value: "{{ steps.call.?error }}", on: ["any"] } as const;
    const org = createOrgWorld([
      parent(call("child@^1.0.0")),
      parent(call("child@^1.0.0", { onError: { ...fallback, value: "none" } }), { slug: "lenient" }),
      failing,
    ]);
    const strict = await org.start("parent", { n: 4 });
    await org.finish();
    const [below] = await org.runsOf("child");
    const { error } = await org.run(strict.id);
    expect(error).toMatchObject({
      type: "execution",
      step: "call",
      details: { run: below?.id, status: "failed" },
    });
    expect(error?.message).toContain("No way.");
    const lenient = await org.start("lenient", { n: 4 });
    await org.finish();
    expect(await org.run(lenient.id)).toMatchObject({ state: "completed", output: "none" });
  });

  test("is cancelled with the run above, at once and with all below it", async () => {
    const middle = pipelineOf([call("child@^1.0.0")], { slug: "middle" });
    const org = createOrgWorld([parent(call("middle@^1.0.0")), middle, napping]);
    const above = await org.start("parent", { n: 1 });
    const other = await org.start("child", { n: 1 });
    await org.settle();
    expect(await org.store.requestCancel(above.id)).toBe(true);
    const states = await Promise.all(["parent", "middle", "child"].map((slug) => org.runsOf(slug)));
    expect(
      states.flat().map(({ id, slug, state }) => `${slug}${id === other.id ? "!" : ""} ${state}`),
    ).toEqual(["parent cancelled", "middle cancelled", "child! waiting", "child cancelled"]);
  });

  test("that is cancelled alone fails the step and nothing else", async () => {
    const org = createOrgWorld([parent(call("child@^1.0.0")), napping]);
    const above = await org.start("parent", { n: 1 });
    await org.settle();
    const [below] = await org.runsOf("child");
    await org.store.requestCancel(below?.id ?? "");
    await org.settle();
    expect(await org.run(above.id)).toMatchObject({
      state: "failed",
      error: { type: "execution", details: { status: "cancelled" } },
    });
  });

  test("that outlasts the step's timeout is cancelled", async () => {
    const org = createOrgWorld([parent(call("child@^1.0.0", { timeout: "2m" })), napping]);
    const above = await org.start("parent", { n: 1 });
    await org.finish();
    expect(await org.run(above.id)).toMatchObject({ state: "failed", error: { type: "timeout" } });
    expect(await org.runsOf("child")).toMatchObject([
      { state: "cancelled", endedAt: "2026-02-03T14:02:00.000Z" },
    ]);
  });

  test("ends at the deadline of the run above at the latest", async () => {
    const slow = child([stepOf("nap", { type: "wait", with: { for: "10h" } })], { timeout: "20h" });
    const org = createOrgWorld([parent(call("child@^1.0.0", { timeout: "20h" })), slow]);
    const above = await org.start("parent", { n: 1 });
    await org.finish();
    expect(await org.run(above.id)).toMatchObject({ state: "failed", endedAt: "2026-02-03T15:00:00.000Z" });
    expect((await org.runsOf("child"))[0]?.endedAt).toBe("2026-02-03T15:00:00.000Z");
  });

  test("is started again for a retry, never twice for one attempt", async () => {
    const retry = retryOf({ maxAttempts: 2, baseDelay: "1m", on: ["execution"] });
    const http = createFakeHttpClient((_, count) => (count === 1 ? { status: 500 } : { json: 1 }));
    const org = createOrgWorld([parent(call("child@^1.0.0", { retry })), child([httpStep("flaky")])], {
      http,
    });
    const above = await org.start("parent", { n: 1 });
    await org.finish();
    expect(await org.run(above.id)).toMatchObject({ state: "completed" });
    expect((await org.runsOf("child")).map(({ state, parent: link }) => `${link?.attempt} ${state}`)).toEqual(
      ["1 failed", "2 completed"],
    );
  });

  test("is started per item", async () => {
    const each = call("child@^1.0.0", {
      forEach: forEachOf([1, 2, 3, 4, 5], { concurrency: 2 }),
      with: { pipeline: "child@^1.0.0", input: { n: "{{ it }}" } },
    });
    const org = createOrgWorld([parent(each), napping]);
    const above = await org.start("parent");
    await org.settle();
    expect(await org.runsOf("child")).toHaveLength(2);
    await org.finish();
    expect((await org.run(above.id)).output).toEqual([2, 4, 6, 8, 10].map((n) => ({ n })));
  });
});

describe("a run that nobody awaits", () => {
  test("goes on by itself, and the step gives its id", async () => {
    const step = call("child@^1.0.0", { with: { pipeline: "child@^1.0.0", input: { n: 1 }, wait: false } });
    const org = createOrgWorld([parent(step), napping]);
    const above = await org.start("parent", { n: 1 });
    await org.settle();
    const [below] = await org.runsOf("child");
    expect(await org.run(above.id)).toMatchObject({ state: "completed", output: { runId: below?.id } });
    expect(below).toMatchObject({ state: "waiting", parent: { isAwaited: false } });
    expect(await org.store.requestCancel(above.id)).toBe(false);
    await org.finish();
    expect((await org.runsOf("child"))[0]?.state).toBe("completed");
  });
});

describe("what a call runs", () => {
  test("was locked when the run above was accepted, whatever is deployed meanwhile", async () => {
    const first = stepOf("first", { type: "wait", with: { for: "10m" } });
    const caller = pipelineOf([first, call("child@^1.0.0", { dependsOn: ["first"] })], {
      slug: "parent",
      output: { value: "{{ steps.call.output }}", schema: true },
    });
    const org = createOrgWorld([caller, child()]);
    const before = await org.start("parent", { n: 1 });
    await org.settle();
    org.applied.set("child", child([], { version: "1.1.0", output: { value: "new", schema: true } }));
    const after = await org.start("parent", { n: 1 });
    await org.finish();
    expect([(await org.run(before.id)).output, (await org.run(after.id)).output]).toEqual([{ n: 2 }, "new"]);
  });

  test("must satisfy the range where nothing was locked", async () => {
    const org = createOrgWorld([parent(call("child@^2.0.0")), child()]);
    const accepted = await org.start("parent", { n: 1 });
    const [claimed] = await org.store.claim({ holder: "x", queues: null, limit: 1, leaseMs: 60_000 });
    if (claimed === undefined) throw new RangeError("nothing to claim");
    const unlocked = { ...claimed, run: { ...claimed.run, locks: [] } };
    await org.runner.execute(unlocked, new AbortController().signal);
    const { error } = await org.run(accepted.id);
    expect(error?.message).toContain("child@1.0.0 is applied in staging; the step calls child@^2.0.0");
  });

  test("is refused with every error of its input", async () => {
    const schema = { type: "object", required: ["a", "b"] };
    const org = createOrgWorld([
      parent(call("child@^1.0.0")),
      child([], { input: { schema, sample: null } }),
    ]);
    const above = await org.start("parent", { n: 1 });
    await org.settle();
    expect(await org.run(above.id)).toMatchObject({
      state: "failed",
      error: { type: "validation", details: { errors: [{}, {}] } },
    });
    expect(await org.runsOf("child")).toEqual([]);
  });

  test("never goes round in a circle, even where no plan has looked", async () => {
    const org = createOrgWorld([parent(call("child@^1.0.0"))]);
    org.applied.set("child", pipelineOf([call("parent@^1.0.0")], { slug: "child" }));
    const above = await org.start("parent", { n: 1 });
    await org.finish();
    expect((await org.run(above.id)).error?.message).toContain("parent → child → parent");
    expect(await org.runsOf("parent")).toHaveLength(1);
  });

  test("goes sixteen deep at most", async () => {
    const chain = Array.from({ length: 20 }, (_, depth) =>
      pipelineOf([call(`p${depth + 1}@^1.0.0`)], { slug: `p${depth}` }),
    );
    const org = createOrgWorld([...chain, pipelineOf([stepOf("end")], { slug: "p20" })]);
    const above = await org.start("p0", { n: 1 });
    await org.finish();
    expect((await org.run(above.id)).error?.message).toContain("Calls go 16 deep at most");
    expect(await org.runsOf("p16")).toHaveLength(0);
    expect(await org.runsOf("p15")).toMatchObject([{ state: "failed" }]);
  });
});
