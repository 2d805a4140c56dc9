import { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createWorld, passTime, runId } from "./testing/run-world.ts";

/** A client whose requests never end, with a promise for the first one. */
function createStuckClient() {
  let announce: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (announce = resolve));
  const client = createFakeHttpClient(() => {
    announce();
    return null;
  });
  return { client, asked };
}

const stuckPipeline = pipelineOf([
  httpStep("stuck"),
  stepOf("after", { dependsOn: ["stuck"] }),
  stepOf("finally", { dependsOn: ["after"], runOn: "always" }),
]);

describe("cancelling", () => {
  test("reaches a running step at once and starts nothing more", async () => {
    const { client, asked } = createStuckClient();
    const world = await createWorld(stuckPipeline, { http: client });
    const controller = new AbortController();
    const [claimed] = await world.store.claim({ holder: "test", queues: null, limit: 1, leaseMs: 30_000 });
    if (claimed === undefined) throw new RangeError("nothing claimed");
    const execution = world.runner.execute(claimed, controller.signal);
    await asked;
    controller.abort(new Failure("cancelled", "enough"));
    await execution;
    expect(client.requests[0]?.signal.aborted).toBe(true);
    expect(await world.store.load(runId)).toMatchObject({ state: "cancelled", error: { type: "cancelled" } });
    const states = (await world.attempts()).map(({ step, state }) => `${step} ${state}`);
    expect(states).toEqual(["stuck cancelled", "after cancelled", "finally cancelled"]);
    expect(world.store.events.map(({ name }) => name)).toEqual(["run.queued", "run.cancelled"]);
  });

  test("a run that waits ends it at once, without any runner", async () => {
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 2, baseDelay: "10m", maxDelay: "10m" }) });
    const world = await createWorld(pipelineOf([step]), {
      http: createFakeHttpClient(() => ({ status: 500 })),
    });
    expect(await world.execute()).toMatchObject({ state: "waiting" });
    await world.store.requestCancel(runId);
    expect(await world.store.load(runId)).toMatchObject({ state: "cancelled" });
    expect(await world.attempts()).toMatchObject([{ state: "failed" }, { attempt: 2, state: "cancelled" }]);
  });

  test("a run that ended changes nothing", async () => {
    const world = await createWorld(pipelineOf([stepOf("only")]));
    await world.execute();
    expect(await world.store.requestCancel(runId)).toBe(false);
  });
});

describe("the deadline", () => {
  test("fails the run and aborts what is running", async () => {
    const { client } = createStuckClient();
    const world = await createWorld(pipelineOf([httpStep("stuck", { timeout: "7d" })]), { http: client });
    const run = await world.execute();
    expect(run).toMatchObject({ state: "failed", error: { type: "timeout" } });
    expect(run.error?.message).toContain("2026-02-03T15:00:00.000Z");
    expect(await world.attempts()).toMatchObject([{ state: "cancelled" }]);
  });

  test("ends a parked run when it comes before the retry", async () => {
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 2, baseDelay: "2h", maxDelay: "1d" }) });
    const world = await createWorld(pipelineOf([step]), {
      http: createFakeHttpClient(() => ({ status: 500 })),
    });
    expect(await world.execute()).toMatchObject({ state: "waiting", wakeAt: "2026-02-03T15:00:00.000Z" });
    world.time.advance(3_600_000);
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "timeout" } });
  });
});

describe("a runner that loses its run", () => {
  test("aborts its steps and writes nothing more", async () => {
    const { client, asked } = createStuckClient();
    const world = await createWorld(stuckPipeline, { http: client });
    const controller = new AbortController();
    const [claimed] = await world.store.claim({ holder: "test", queues: null, limit: 1, leaseMs: 30_000 });
    if (claimed === undefined) throw new RangeError("nothing claimed");
    const execution = world.runner.execute(claimed, controller.signal);
    await asked;
    controller.abort(new Failure("fenced", "taken over"));
    await expect(execution).rejects.toMatchObject({ kind: "fenced" });
    expect(client.requests[0]?.signal.aborted).toBe(true);
    expect(await world.attempts()).toMatchObject([{ step: "stuck", state: "running" }]);
  });

  test("finds out by its fencing token when nobody told it", async () => {
    const world = await createWorld(pipelineOf([httpStep("one")]));
    const claim = { holder: "slow", queues: null, limit: 1, leaseMs: 1_000 };
    const [old] = await world.store.claim(claim);
    if (old === undefined) throw new RangeError("nothing claimed");
    world.time.advance(1_000);
    const [taken] = await world.store.claim({ ...claim, holder: "quick" });
    if (taken === undefined) throw new RangeError("nothing claimed");
    const { signal } = new AbortController();
    await expect(passTime(world.time, world.runner.execute(old, signal))).rejects.toMatchObject({
      kind: "fenced",
    });
    await passTime(world.time, world.runner.execute(taken, signal));
    expect(await world.store.load(runId)).toMatchObject({ state: "completed" });
    expect(await world.attempts()).toHaveLength(1);
  });
});
