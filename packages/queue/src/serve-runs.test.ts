import { type Failure, toTimestamp } from "@lockstep/model";
import { afterEach, describe, expect, test } from "vitest";

import type { RunService } from "./execute-options.ts";
import { serveRuns, type ServeOptions } from "./serve-runs.ts";
import { createFakeQueue } from "./testing/fake-queue.ts";
import { createFakeTime } from "./testing/fake-time.ts";

interface Execution {
  readonly signal: AbortSignal;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

const services: RunService[] = [];

afterEach(async () => {
  for (const service of services.splice(0)) await service.stop({ graceMs: 0 });
});

/** A service whose executions last until they are ended by hand or aborted. */
function createService(given: Partial<ServeOptions> = {}) {
  const queue = createFakeQueue();
  const time = createFakeTime();
  const executions = new Map<string, Execution>();
  const replies: string[] = [];
  const faults: { readonly failure: Failure; readonly run: string | null }[] = [];
  const start = (): RunService => {
    const service = serveRuns({
      runs: queue.runs,
      signals: queue.signals,
      holder: "me",
      queues: null,
      concurrency: 2,
      leaseMs: 15_000,
      clock: time,
      timer: time,
      execute: ({ run }, signal) =>
        new Promise((resolve, reject) => {
          const leave = (): void => reject(signal.reason as Error);
          executions.set(run.id, { signal, end: resolve, fail: reject });
          signal.addEventListener("abort", leave);
        }),
      onReplies: (run) => replies.push(run),
      onFault: (failure, run) => faults.push({ failure, run }),
      ...given,
    });
    services.push(service);
    return service;
  };
  return { queue, time, executions, replies, faults, start };
}

describe("serving runs", () => {
  test("takes what waits, up to its concurrency, and the rest as places become free", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a", "b", "c");
    const service = start();
    await time.settle();
    expect([...executions.keys()]).toEqual(["a", "b"]);
    expect(service.size).toBe(2);
    executions.get("a")?.end();
    await time.settle();
    expect([...executions.keys()]).toEqual(["a", "b", "c"]);
  });

  test("wakes up for a signal at once", async () => {
    const { queue, time, executions, start } = createService();
    start();
    await time.settle();
    queue.add("late");
    queue.signal();
    await time.settle();
    expect(executions.has("late")).toBe(true);
  });

  test("finds what no signal told of within five seconds", async () => {
    const { queue, time, executions, start } = createService();
    start();
    await time.settle();
    queue.add("silent");
    await time.advance(4_999);
    expect(executions.has("silent")).toBe(false);
    await time.advance(1);
    expect(executions.has("silent")).toBe(true);
  });

  test("wakes up when something becomes due", async () => {
    const { queue, time, executions, start } = createService();
    queue.nextDue = toTimestamp(time.now() + 1_500);
    start();
    await time.settle();
    queue.add("due");
    await time.advance(1_500);
    expect(executions.has("due")).toBe(true);
  });

  test("does not spin while something due belongs to other queues", async () => {
    const { queue, time, start } = createService();
    queue.nextDue = toTimestamp(time.now() - 60_000);
    start();
    await time.advance(10_000);
    expect(queue.calls.claim).toBeLessThanOrEqual(12);
  });

  test("neither claims nor renews while it is full of quiet runs but for heartbeats", async () => {
    const { queue, time, start } = createService();
    queue.add("a", "b");
    start();
    await time.advance(4_000);
    expect(queue.calls.claim).toBe(1);
    expect(queue.calls.renew).toBe(8);
  });

  test("does not renew anything while it holds nothing", async () => {
    const { queue, time, start } = createService();
    start();
    await time.advance(20_000);
    expect(queue.calls.renew).toBe(0);
  });

  test("goes on after faults of the store and tells of them", async () => {
    const { queue, time, executions, faults, start } = createService();
    queue.fault = new Error("away");
    start();
    await time.advance(5_000);
    expect(faults.length).toBeGreaterThan(0);
    queue.fault = null;
    queue.add("a");
    await time.advance(5_000);
    expect(executions.has("a")).toBe(true);
  });
});

describe("a held run", () => {
  test("is cancelled within a second of being asked for", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a");
    start();
    await time.settle();
    queue.cancelRequested.add("a");
    await time.advance(1_000);
    expect(executions.get("a")?.signal.reason).toMatchObject({ kind: "cancelled" });
  });

  test("hears within a second that somebody answered, and only that one", async () => {
    const { queue, time, replies, start } = createService();
    queue.add("a", "b");
    start();
    await time.settle();
    queue.replied.add("b");
    await time.advance(1_000);
    expect(new Set(replies)).toEqual(new Set(["b"]));
  });

  test("is dropped when another process has taken it over, and only that one", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a", "b");
    start();
    await time.settle();
    queue.holders.set("a", "somebody else");
    await time.advance(1_000);
    expect(executions.get("a")?.signal.reason).toMatchObject({ kind: "fenced" });
    expect(executions.get("b")?.signal.aborted).toBe(false);
  });

  test("survives a store that is away for less than the lease, and is dropped after it", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a");
    start();
    await time.settle();
    queue.fault = new Error("away");
    await time.advance(14_000);
    expect(executions.get("a")?.signal.aborted).toBe(false);
    await time.advance(2_000);
    expect(executions.get("a")?.signal.reason).toMatchObject({ kind: "fenced" });
  });

  test("that cannot be executed is told of and left to its lease, not spun on", async () => {
    const { queue, time, executions, faults, start } = createService();
    queue.add("a");
    start();
    await time.settle();
    executions.get("a")?.fail(new Error("bug"));
    await time.advance(2_000);
    expect(faults).toMatchObject([{ run: "a", failure: { kind: "internal" } }]);
    expect(queue.calls.release).toBe(0);
    expect(queue.holders.get("a")).toBe("me");
  });
});

describe("stopping", () => {
  test("claims nothing more and waits for what is held", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a");
    const service = start();
    await time.settle();
    let isStopped = false;
    const stopped = service.stop({ graceMs: 10_000 }).then(() => (isStopped = true));
    queue.add("b");
    queue.signal();
    await time.advance(5_000);
    expect([isStopped, executions.has("b")]).toEqual([false, false]);
    executions.get("a")?.end();
    await stopped;
    expect(queue.calls.release).toBe(0);
  });

  test("keeps leases during the grace period, then aborts what is left and gives it back", async () => {
    const { queue, time, executions, start } = createService();
    queue.add("a");
    const service = start();
    await time.settle();
    const stopped = service.stop({ graceMs: 3_000 });
    await time.advance(2_000);
    expect(queue.calls.renew).toBeGreaterThanOrEqual(3);
    expect(executions.get("a")?.signal.aborted).toBe(false);
    await time.advance(1_000);
    await stopped;
    expect(executions.get("a")?.signal.reason).toMatchObject({ kind: "shutting-down" });
    expect(queue.waiting).toEqual(["a"]);
    expect(service.size).toBe(0);
  });
});
