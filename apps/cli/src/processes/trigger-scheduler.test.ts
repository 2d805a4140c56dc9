import { startTriggerScheduler } from "@lockstep/engine";
import { createPipelineLoader } from "@lockstep/manifest";
import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, expect, test } from "vitest";

import { cron, openTriggerBench, triggered, type TriggerBench } from "../testing/trigger-bench.fixture.ts";

let bench: TriggerBench;

beforeEach(async () => {
  bench = await openTriggerBench(null, "2026-05-05T09:00:00.000Z");
});
afterEach(() => bench.close());

/** A scheduler whose timers fire when the test says so; `waits` resolves with how long it wants to wait next. */
function start(faults: Failure[] = []) {
  const asked: { readonly milliseconds: number; readonly fire: () => void }[] = [];
  let wake = () => {};
  const scheduler = startTriggerScheduler({
    ...bench.store,
    pipelines: createPipelineLoader(bench.store.versions),
    clock: { now: () => Date.parse("2026-05-05T09:00:00.000Z") },
    ids: { next: () => `run-${asked.length}` },
    databaseNow: () => bench.store.now(),
    requireRoom: async () => {},
    onFault: (failure) => faults.push(failure),
    timer: {
      after(milliseconds, fire) {
        asked.push({ milliseconds, fire });
        wake();
        return () => {};
      },
    },
  });
  /** Lets the pause between two looks pass, and gives the wait that follows. */
  async function waits(): Promise<{ readonly milliseconds: number; fire(): void }> {
    const next = asked.shift();
    if (next === undefined) {
      await new Promise<void>((resolve) => (wake = resolve));
      return waits();
    }
    if (next.milliseconds !== 100) return next;
    next.fire();
    return waits();
  }
  return { scheduler, waits };
}

test("waits for the next instant, never longer than half a minute, and fires it then", async () => {
  await bench.apply([triggered("hourly", [cron("0 * * * *")])]);
  const { scheduler, waits } = start();
  const first = await waits();
  expect(first.milliseconds).toBe(30_000);
  await bench.setClock("2026-05-05T09:59:50.000Z");
  first.fire();
  const second = await waits();
  expect(second.milliseconds).toBe(10_000);
  await bench.setClock("2026-05-05T10:00:00.000Z");
  second.fire();
  await waits();
  expect((await bench.runs()).map(({ input }) => input)).toEqual([
    { at: "2026-05-05T10:00:00.000Z", before: "2026-05-05T09:00:00.000Z" },
  ]);
  await scheduler.stop();
});

test("goes on after a fault of the store", async () => {
  const faults: Failure[] = [];
  await bench.apply([triggered("hourly", [cron("0 * * * *")])]);
  const { triggers } = bench.store;
  const { listDueSchedules } = triggers;
  let isAway = true;
  Object.assign(triggers, {
    listDueSchedules: (limit: number) =>
      isAway ? Promise.reject(new Failure("database-unreachable", "away")) : listDueSchedules(limit),
  });
  const { scheduler, waits } = start(faults);
  const first = await waits();
  expect([first.milliseconds, faults.map(({ kind }) => kind)]).toEqual([5_000, ["database-unreachable"]]);
  isAway = false;
  first.fire();
  expect((await waits()).milliseconds).toBe(30_000);
  await scheduler.stop();
});

test("a schedule whose row was edited keeps no other from firing", async () => {
  const faults: Failure[] = [];
  await bench.apply([triggered("hourly", [cron("0 * * * *")])]);
  const { triggers } = bench.store;
  const { listDueSchedules } = triggers;
  Object.assign(triggers, {
    listDueSchedules: async (limit: number) => {
      const due = await listDueSchedules(limit);
      const edited = due.map((one) => ({ ...one, trigger: { ...one.trigger, schedule: "nonsense" } }));
      return [...edited.map((one) => ({ ...one, slug: "edited" })), ...due];
    },
  });
  const { scheduler, waits } = start(faults);
  const first = await waits();
  await bench.setClock("2026-05-05T10:00:00.000Z");
  first.fire();
  await waits();
  expect(await bench.runs()).toHaveLength(1);
  expect(faults.length).toBeGreaterThan(0);
  await scheduler.stop();
});
