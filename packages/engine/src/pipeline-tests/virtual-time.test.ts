import { describe, expect, test } from "vitest";

import { createVirtualTime } from "./virtual-time.ts";

describe("virtual time", () => {
  test("fires timers in their order and stands at each one's instant", async () => {
    const time = createVirtualTime();
    const start = time.now();
    const fired: number[] = [];
    await new Promise<void>((resolve) => {
      time.after(3_600_000, () => {
        fired.push(time.now() - start);
        resolve();
      });
      time.after(1_000, () => fired.push(time.now() - start));
    });
    expect(fired).toEqual([1_000, 3_600_000]);
  });

  test("forgets timers that were taken back", async () => {
    const time = createVirtualTime();
    const start = time.now();
    time.after(5_000, () => expect.unreachable())();
    await new Promise<void>((resolve) => void time.after(9_000, resolve));
    expect(time.now() - start).toBe(9_000);
  });

  test("stands still while real work is under way", async () => {
    const time = createVirtualTime();
    const order: string[] = [];
    const timer = new Promise<void>((resolve) => {
      time.after(1, () => {
        order.push("timer");
        resolve();
      });
    });
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      order.push("work");
    };
    await Promise.all([time.hold(turns()), timer]);
    expect(order).toEqual(["work", "timer"]);
  });

  test("goes on after work that failed", async () => {
    const time = createVirtualTime();
    await expect(time.hold(Promise.reject(new RangeError("no")))).rejects.toThrow("no");
    await new Promise<void>((resolve) => void time.after(1, resolve));
    expect(time.now() % 1_000).toBe(1);
  });
});
