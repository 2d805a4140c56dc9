import { toTimestamp } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { retryDelay } from "./advance/next-attempt.ts";
import { type Answer, createFakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createWorld } from "./testing/run-world.ts";

const failure: Answer = { status: 503 };

describe("the delay before a retry", () => {
  test.each([
    ["fixed", 1, 100],
    ["fixed", 4, 100],
    ["linear", 3, 300],
    ["exponential", 1, 100],
    ["exponential", 3, 400],
    ["exponential", 60, 10_000],
    ["exponential", 100_000, 10_000],
    ["linear", 1_000, 10_000],
  ] as const)("is, %s, after %i failures %i ms", (backoff, failures, expected) => {
    expect(retryDelay(retryOf({ backoff, baseDelay: "100ms", maxDelay: "10s" }), failures, "seed")).toBe(
      expected,
    );
  });

  test("with jitter lies between half and all of it, the same for the same attempt", () => {
    const policy = retryOf({ backoff: "fixed", baseDelay: "1s", maxDelay: "10s", jitter: true });
    const delays = Array.from({ length: 50 }, (_, index) => retryDelay(policy, 1, `seed-${index}`));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(500);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_000);
    expect(new Set(delays).size).toBeGreaterThan(40);
    expect(retryDelay(policy, 1, "seed-7")).toBe(delays[7]);
  });
});

describe("a failing step", () => {
  test("is tried as often as its policy says, first try included", async () => {
    const http = createFakeHttpClient(() => failure);
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 3, baseDelay: "100ms" }) });
    const world = await createWorld(pipelineOf([step]), { http });
    expect(await world.finish()).toMatchObject({ state: "failed", error: { type: "http", step: "flaky" } });
    expect(http.requests).toHaveLength(3);
  });

  test("goes on once a try succeeds, and says how many it took", async () => {
    const http = createFakeHttpClient((_, count) => (count < 3 ? failure : { json: "ok" }));
    const world = await createWorld(
      pipelineOf([httpStep("flaky", { retry: retryOf({ maxAttempts: 5, baseDelay: "10ms" }) })], {
        output: { value: "{{ steps.flaky.attempts }}", schema: true },
      }),
      { http },
    );
    expect(await world.finish()).toMatchObject({ state: "completed", output: 3 });
  });

  test("is not tried again for an error type that the policy leaves out", async () => {
    const http = createFakeHttpClient(() => failure);
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 3, on: ["timeout"] }) });
    await (await createWorld(pipelineOf([step]), { http })).finish();
    expect(http.requests).toHaveLength(1);
  });

  test("is never tried again for validation, expression and security errors, whatever the policy says", async () => {
    const step = stepOf("check", {
      type: "assert",
      with: { that: false, message: "no" },
      retry: retryOf({ maxAttempts: 5, on: ["validation"] }),
    });
    const world = await createWorld(pipelineOf([step]));
    await world.finish();
    expect(await world.attempts()).toHaveLength(1);
  });

  test("naps through a short delay without giving the run back", async () => {
    const http = createFakeHttpClient((_, count) => (count < 2 ? failure : { json: "ok" }));
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 2, baseDelay: "4s" }) });
    const world = await createWorld(pipelineOf([step]), { http });
    expect(await world.execute()).toMatchObject({ state: "completed" });
  });

  test("parks the run through a long delay, with the next attempt in the journal", async () => {
    const http = createFakeHttpClient((_, count) => (count < 2 ? failure : { json: "ok" }));
    const step = httpStep("flaky", { retry: retryOf({ maxAttempts: 2, baseDelay: "2m", maxDelay: "1h" }) });
    const world = await createWorld(pipelineOf([step]), { http });
    const wakeAt = toTimestamp(world.time.now() + 120_000);
    expect(await world.execute()).toMatchObject({ state: "waiting", wakeAt });
    expect(await world.attempts()).toMatchObject([
      { attempt: 1, state: "failed" },
      { attempt: 2, state: "waiting", retryAt: wakeAt },
    ]);
    expect(await world.store.claim({ holder: "x", queues: null, limit: 1, leaseMs: 1 })).toEqual([]);
    expect(await world.finish().catch(() => null)).toBeNull();
    world.time.advance(120_000);
    expect(await world.execute()).toMatchObject({ state: "completed" });
  });
});

describe("a timeout", () => {
  test("ends an attempt that does not end by itself and can be retried", async () => {
    const http = createFakeHttpClient((_, count) => (count === 1 ? null : { json: "late" }));
    const step = httpStep("slow", { timeout: "2s", retry: retryOf({ maxAttempts: 2, baseDelay: "10ms" }) });
    const world = await createWorld(pipelineOf([step]), { http });
    expect(await world.finish()).toMatchObject({ state: "completed" });
    expect(await world.attempts()).toMatchObject([
      { state: "failed", error: { type: "timeout" } },
      { state: "completed" },
    ]);
    expect(http.requests[0]?.signal.aborted).toBe(true);
  });

  test("holds against an executor that ignores it", async () => {
    const http = {
      ...createFakeHttpClient(() => null),
      send: () => new Promise<never>(() => undefined),
    };
    const world = await createWorld(pipelineOf([httpStep("deaf", { timeout: "1s" })]), { http });
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "timeout" } });
  });
});

describe("a start delay", () => {
  test("keeps the first attempt waiting, once", async () => {
    const http = createFakeHttpClient(() => ({ json: "ok" }));
    const world = await createWorld(pipelineOf([httpStep("later", { startDelay: "1m" })]), { http });
    expect(await world.execute()).toMatchObject({ state: "waiting" });
    expect(http.requests).toHaveLength(0);
    world.time.advance(60_000);
    expect(await world.execute()).toMatchObject({ state: "completed" });
    expect(await world.attempts()).toMatchObject([{ attempt: 1, state: "completed" }]);
  });
});
