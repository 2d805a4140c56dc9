import type { Failure, TakeOver } from "@lockstep/model";
import { afterEach, describe, expect, test } from "vitest";

import { superviseRuns } from "./supervise-runs.ts";
import { createFakeTime } from "./testing/fake-time.ts";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function supervise() {
  const time = createFakeTime();
  const seen = { takeOvers: 0, taken: [] as TakeOver[] };
  const faults: Failure[] = [];
  const answers = { taken: { workers: [], runs: 0 } as TakeOver, fault: null as Error | null };
  const workers = {
    takeOver: async () => {
      if (answers.fault !== null) throw answers.fault;
      seen.takeOvers += 1;
      return answers.taken;
    },
  };
  const { stop } = superviseRuns({
    workers,
    ping: async () => {
      if (answers.fault !== null) throw answers.fault;
    },
    clock: time,
    timer: time,
    onTakeOver: (taken) => seen.taken.push(taken),
    onFault: (failure) => faults.push(failure),
  });
  stops.push(stop);
  return { time, seen, faults, answers };
}

describe("supervising runs", () => {
  test("looks twice a second and tells only of what was taken", async () => {
    const { time, seen, answers } = supervise();
    await time.advance(2_000);
    expect(seen.takeOvers).toBe(5);
    expect(seen.taken).toEqual([]);
    answers.taken = { workers: ["host:1"], runs: 2 };
    await time.advance(500);
    expect(seen.taken).toEqual([{ workers: ["host:1"], runs: 2 }]);
  });

  test("gives everybody time for a sign of life after the database was away", async () => {
    const { time, seen, faults, answers } = supervise();
    await time.advance(1_000);
    answers.fault = new Error("away");
    await time.advance(10_000);
    expect(faults.length).toBeGreaterThan(10);
    const before = seen.takeOvers;
    answers.fault = null;
    await time.advance(2_500);
    expect(seen.takeOvers).toBe(before);
    await time.advance(1_000);
    expect(seen.takeOvers).toBeGreaterThan(before);
  });

  test("does not hold back after a short fault", async () => {
    const { time, seen, answers } = supervise();
    answers.fault = new Error("away");
    await time.advance(1_000);
    answers.fault = null;
    const before = seen.takeOvers;
    await time.advance(500);
    expect(seen.takeOvers).toBe(before + 1);
  });
});
