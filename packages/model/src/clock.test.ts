import { afterEach, expect, test, vi } from "vitest";

import { steadyClock, systemClock } from "./clock.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("the steady clock goes on when the machine's clock is set back", () => {
  const [steady, machine] = [steadyClock.now(), systemClock.now()];
  vi.useFakeTimers({ toFake: ["Date"], now: machine - 3_600_000 });
  expect(systemClock.now()).toBeLessThan(machine);
  expect(steadyClock.now()).toBeGreaterThanOrEqual(steady);
});
