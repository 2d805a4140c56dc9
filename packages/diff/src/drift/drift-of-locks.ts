import type { Drift, PinnedCallee, Slug } from "@lockstep/model";

import { compareRows } from "./compare-rows.ts";

/** Callee locks that are not those of the plan that was applied last. */
export function driftOfLocks(
  environment: Slug,
  applied: readonly PinnedCallee[],
  live: readonly PinnedCallee[],
): readonly Drift[] {
  return compareRows<PinnedCallee>(
    environment,
    { applied, live },
    {
      part: "lock",
      fields: ["version", "content", "manifest", "deploy"],
      slugOf: ({ caller }) => caller,
      nameOf: ({ callee, range }) => `${callee}@${range}`,
      titleOf: ({ caller, callee, range }) => `lock of ${callee}@${range} for ${caller}`,
    },
  );
}
