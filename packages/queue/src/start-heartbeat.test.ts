import type { Failure } from "@lockstep/model";
import { expect, test } from "vitest";

import { startHeartbeat } from "./start-heartbeat.ts";
import { createFakeTime } from "./testing/fake-time.ts";

test("gives a sign of life twice a second, goes on after faults, and leaves at the end", async () => {
  const time = createFakeTime();
  const faults: Failure[] = [];
  const beats: number[] = [];
  const left: string[] = [];
  let running = 0;
  let fault: Error | null = null;
  const heartbeat = startHeartbeat({
    timer: time,
    self: () => ({
      id: "me",
      name: "host:1",
      queues: null,
      concurrency: 4,
      running,
      isDraining: false,
      pool: null,
    }),
    workers: {
      beat: async (self) => {
        if (fault !== null) throw fault;
        beats.push(self.running);
      },
      leave: async (id) => void left.push(id),
    },
    onFault: (failure) => faults.push(failure),
  });
  await time.advance(500);
  running = 2;
  fault = new Error("away");
  await time.advance(500);
  fault = null;
  await time.advance(500);
  expect(beats).toEqual([0, 0, 2]);
  expect(faults).toHaveLength(1);
  await heartbeat.stop();
  expect(left).toEqual(["me"]);
});
