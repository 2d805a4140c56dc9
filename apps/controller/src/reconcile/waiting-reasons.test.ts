import type { Verdict } from "@lockstep/model";
import { expect, test } from "vitest";

import { waitingReasons } from "./waiting-reasons.ts";

const closed = (gate: string, because: string): Verdict => ({
  gate,
  verdict: "waiting",
  because,
  next: "Wait.",
  opensAt: null,
  problems: [],
});
const open: Verdict = { gate: "validity", verdict: "open", because: "Nothing is wrong." };

test("a moving instant or count is no other reason", () => {
  const before = [open, closed("soak", "It ran for 3h of 24h, until 2026-02-03T14:03:00Z.")];
  const after = [closed("soak", "It ran for 4h of 24h, until 2026-02-03T15:10:21Z.")];
  expect(waitingReasons(after)).toBe(waitingReasons(before));
});

test("another gate or another sentence is", () => {
  const reasons = [
    [closed("soak", "It ran too short.")],
    [closed("soak", "Too many runs failed.")],
    [closed("soak", "It ran too short."), closed("manual", "A person applies.")],
    [open],
  ].map(waitingReasons);
  expect(new Set(reasons).size).toBe(4);
});
