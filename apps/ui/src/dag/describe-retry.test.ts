import { expect, test } from "vitest";

import { describeRetry } from "./describe-retry.ts";

test.each([
  [undefined, "never: one attempt"],
  [{ maxAttempts: 1 }, "never: one attempt"],
  [
    { maxAttempts: 3, backoff: "fixed", baseDelay: "1s", maxDelay: "5m", jitter: false, on: [] },
    "up to 3 attempts, 1s apart",
  ],
  [
    { maxAttempts: 5, backoff: "exponential", baseDelay: "1s", maxDelay: "5m", jitter: true, on: ["http"] },
    "up to 5 attempts, exponential delay from 1s to 5m, with jitter, on http",
  ],
])("%j is told as %s", (retry, told) => {
  expect(describeRetry(retry)).toBe(told);
});
