import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createWakeUp } from "./wake-up.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a sleeper wakes when its time is over", async () => {
  const slept = createWakeUp().sleep(15_000);
  await vi.advanceTimersByTimeAsync(15_000);
  await expect(slept).resolves.toBeUndefined();
});

test("a call wakes a sleeper at once, and one that comes early is not lost", async () => {
  const wakeUp = createWakeUp();
  const slept = wakeUp.sleep(15_000);
  wakeUp.call();
  await slept;
  wakeUp.call();
  await wakeUp.sleep(15_000);
  expect(vi.getTimerCount()).toBe(0);
});
