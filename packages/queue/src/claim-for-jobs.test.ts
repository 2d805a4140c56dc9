import type { Failure } from "@lockstep/model";
import { afterEach, describe, expect, test } from "vitest";

import { claimForJobs, type JobClaims } from "./claim-for-jobs.ts";
import { createFakeQueue } from "./testing/fake-queue.ts";
import { createFakeTime } from "./testing/fake-time.ts";

const started: JobClaims[] = [];

afterEach(async () => {
  for (const claims of started.splice(0)) await claims.stop(0);
});

/** Claims whose executions last until they are ended by hand. */
async function createClaims({ concurrency = 4 } = {}) {
  const queue = createFakeQueue();
  const time = createFakeTime();
  const ends = new Map<string, () => void>();
  const faults: Failure[] = [];
  const claims = claimForJobs({
    runs: queue.runs,
    holder: "me",
    queues: null,
    concurrency,
    leaseMs: 15_000,
    clock: time,
    timer: time,
    execute: ({ run }, signal) =>
      new Promise((resolve, reject) => {
        ends.set(run.id, resolve);
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      }),
    onReplies: () => {},
    onFault: (failure) => faults.push(failure),
  });
  started.push(claims);
  await time.settle();
  const wake = (): { isOver: boolean } => {
    const job = { isOver: false };
    void claims.wake().then(() => (job.isOver = true));
    return job;
  };
  const end = async (run: string): Promise<void> => {
    ends.get(run)?.();
    await time.settle();
  };
  return { queue, time, claims, ends, faults, wake, end };
}

describe("claiming for jobs", () => {
  test("claims once for jobs that come together; each lasts as long as what it led to", async () => {
    const { queue, time, wake, end } = await createClaims();
    const before = queue.calls.claim;
    queue.add("a", "b");
    const jobs = [wake(), wake()];
    await time.settle();
    expect(queue.calls.claim).toBe(before + 1);
    await end("a");
    expect(jobs).toEqual([{ isOver: true }, { isOver: false }]);
  });

  test("ends a job that finds nothing, and looks again once a run ends", async () => {
    const { queue, time, ends, wake, end } = await createClaims();
    queue.add("first");
    wake();
    await time.settle();
    const idle = wake();
    await time.settle();
    expect(idle.isOver).toBe(true);
    // However long the run takes: looks that find nothing meanwhile prove nothing.
    await time.advance(5_000);
    queue.add("waited for a slot");
    await end("first");
    expect(ends.has("waited for a slot")).toBe(true);
  });

  test("finds runs of which no job tells within a second", async () => {
    const { queue, time, ends } = await createClaims();
    queue.add("lost");
    await time.advance(1_000);
    expect(ends.has("lost")).toBe(true);
  });

  test("never holds more than it may, and keeps jobs until there is room", async () => {
    const { queue, time, claims, ends, wake, end } = await createClaims({ concurrency: 2 });
    queue.add("a", "b", "c");
    for (let job = 0; job < 3; job += 1) wake();
    await time.settle();
    expect([claims.size, ends.size]).toEqual([2, 2]);
    await end("a");
    expect([claims.size, ends.has("c")]).toEqual([2, true]);
  });

  test("goes on when the store answers again, and keeps the jobs meanwhile", async () => {
    const { queue, time, ends, faults, wake } = await createClaims();
    queue.fault = new Error("away");
    queue.add("a");
    const job = wake();
    await time.advance(600);
    expect(faults.length).toBeGreaterThan(1);
    queue.fault = null;
    await time.advance(250);
    expect([ends.has("a"), job.isOver]).toEqual([true, false]);
  });

  test("lets go of every job when it stops", async () => {
    const { queue, time, claims, wake } = await createClaims({ concurrency: 1 });
    queue.add("a", "b");
    const jobs = [wake(), wake()];
    await time.settle();
    const stopped = claims.stop(0);
    await time.advance(1_000);
    await stopped;
    expect([...jobs, wake()].map(({ isOver }) => isOver)).toEqual([true, true, false]);
    await time.settle();
    expect(claims.size).toBe(0);
  });
});
