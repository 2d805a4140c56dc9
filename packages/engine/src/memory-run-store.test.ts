import type { NewRun, StepAttempt } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { createMemoryRunStore } from "./memory-run-store.ts";
import { createFakeTime } from "./testing/fake-time.ts";
import { pipelineOf, stepOf } from "./testing/pipelines.ts";
import { newRunOf } from "./testing/run-world.ts";

const request = { holder: "one", queues: null, limit: 10, leaseMs: 1_000 };

async function createStore(...runs: readonly Partial<NewRun>[]) {
  const time = createFakeTime();
  const store = createMemoryRunStore(time);
  for (const given of runs) await store.create(newRunOf(pipelineOf([stepOf("a")]), given));
  return { time, store };
}

function entryOf(run: string, fencingToken: number, given: object = {}) {
  return {
    run,
    fencingToken,
    attempts: [],
    logs: [],
    state: null,
    events: [],
    children: [],
    abandoned: [],
    ...given,
  };
}

const attempt: StepAttempt = {
  run: "a",
  step: "s",
  item: -1,
  attempt: 1,
  state: "completed",
  output: 1,
  error: null,
  startedAt: null,
  endedAt: null,
  retryAt: null,
  usage: null,
  waitsFor: null,
  reply: null,
};

describe("a journal in memory", () => {
  test("gives out higher priorities first, then older runs, and only of the queues asked for", async () => {
    const { store } = await createStore(
      { id: "a", priority: 1 },
      { id: "b", priority: 9 },
      { id: "c", priority: 9 },
      { id: "d", queue: "other" },
    );
    const claimed = await store.claim({ ...request, queues: ["shared"] });
    expect(claimed.map(({ run }) => run.id)).toEqual(["b", "c", "a"]);
    expect(claimed[0]?.run).toMatchObject({ state: "running", startedAt: "2026-02-03T14:00:00.000Z" });
  });

  test("gives a run to another holder when its lease ends, and refuses the old token then", async () => {
    const { time, store } = await createStore({ id: "a" });
    await store.claim(request);
    expect(await store.claim({ ...request, holder: "two" })).toEqual([]);
    time.advance(999);
    expect((await store.renew("one", ["a"], 1_000)).has("a")).toBe(true);
    time.advance(1_000);
    expect(await store.claim({ ...request, holder: "two" })).toMatchObject([{ fencingToken: 2 }]);
    expect((await store.renew("one", ["a"], 1_000)).size).toBe(0);
    expect(await store.write([entryOf("a", 1), entryOf("a", 2)])).toEqual(["fenced", "written"]);
  });

  test("never changes an attempt that has ended", async () => {
    const { store } = await createStore({ id: "a" });
    await store.claim(request);
    await store.write([entryOf("a", 1, { attempts: [attempt] })]);
    await store.write([entryOf("a", 1, { attempts: [{ ...attempt, output: 2 }] })]);
    expect(await store.loadAttempts("a")).toEqual([attempt]);
  });

  test("accepts nothing after the end", async () => {
    const { store } = await createStore({ id: "a" });
    await store.claim(request);
    const end = entryOf("a", 1, { state: { to: "completed", output: 5 } });
    expect(await store.write([end, end])).toEqual(["written", "fenced"]);
    expect(await store.load("a")).toMatchObject({
      state: "completed",
      output: 5,
      endedAt: expect.any(String),
    });
    expect(await store.counts()).toMatchObject({ completed: 1, running: 0 });
  });

  test("wakes a parked run at its instant", async () => {
    const { time, store } = await createStore({ id: "a" });
    await store.claim(request);
    const wakeAt = "2026-02-03T14:10:00.000Z";
    await store.write([entryOf("a", 1, { state: { to: "waiting", wakeAt } })]);
    expect(await store.nextDue()).toBe(wakeAt);
    expect(await store.claim(request)).toEqual([]);
    time.advance(600_000);
    expect(await store.claim(request)).toMatchObject([{ fencingToken: 2 }]);
  });

  test("cancels a run that nobody holds at once, and asks the holder of another", async () => {
    const { store } = await createStore({ id: "a" }, { id: "b" });
    await store.claim({ ...request, limit: 1 });
    expect([await store.requestCancel("a"), await store.requestCancel("b")]).toEqual([true, true]);
    expect(await store.load("a")).toMatchObject({ state: "running", cancelRequested: true });
    expect(await store.load("b")).toMatchObject({ state: "cancelled", endedAt: expect.any(String) });
    expect(await store.claim(request)).toEqual([]);
  });

  test("gives released runs out again at once", async () => {
    const { store } = await createStore({ id: "a" });
    await store.claim(request);
    await store.release("one", ["a"]);
    expect(await store.claim({ ...request, holder: "two" })).toMatchObject([{ fencingToken: 2 }]);
  });

  test("lists runs newest first, by filter and page", async () => {
    const { store } = await createStore({ id: "a" }, { id: "b", slug: "other" }, { id: "c" });
    const filter = {
      environment: "staging",
      slug: "sample",
      states: ["queued"],
      version: null,
      deploy: null,
    } as const;
    const first = await store.list(filter, { limit: 1, cursor: null });
    expect(first.items.map(({ id }) => id)).toEqual(["c"]);
    const second = await store.list(filter, { limit: 1, cursor: first.next });
    expect([second.items.map(({ id }) => id), second.next]).toEqual([["a"], null]);
  });
});
