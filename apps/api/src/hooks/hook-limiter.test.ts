import { expect, test } from "vitest";

import { createHookLimiter } from "./hook-limiter.ts";

function limiter() {
  let now = 0;
  const admit = createHookLimiter({ perSecond: 10, burst: 20 }, { now: () => now });
  const admitted = (hook: string, requests: number) => {
    let count = 0;
    for (let index = 0; index < requests; index += 1)
      try {
        admit(hook);
        count += 1;
      } catch (thrown) {
        expect(thrown).toMatchObject({ kind: "quota-exceeded", code: "HOOK_RATE", retryAfterMs: 1_000 });
      }
    return count;
  };
  return { admitted, pass: (milliseconds: number) => (now += milliseconds) };
}

test("a hook takes a burst, then so many requests a second, whatever others get", () => {
  const { admitted, pass } = limiter();
  expect(admitted("a", 50)).toBe(20);
  expect(admitted("b", 5)).toBe(5);
  pass(500);
  expect(admitted("a", 50)).toBe(5);
  pass(60_000);
  expect(admitted("a", 50)).toBe(20);
});

test("a clock that is set back gives nothing and takes nothing", () => {
  const { admitted, pass } = limiter();
  expect(admitted("a", 15)).toBe(15);
  pass(-5_000);
  expect(admitted("a", 50)).toBe(5);
});

test("names that nobody uses any more are forgotten", () => {
  const { admitted } = limiter();
  expect(admitted("a", 20)).toBe(20);
  for (let index = 0; index < 10_000; index += 1) admitted(`other-${index}`, 1);
  expect(admitted("a", 1)).toBe(1);
});
