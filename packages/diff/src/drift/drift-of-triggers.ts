import type { ArmedTrigger, Drift, Slug } from "@lockstep/model";

import { compareRows } from "./compare-rows.ts";

/** Triggers in force that the applied manifests and policy do not ask for, or ask for in another way. */
export function driftOfTriggers(
  environment: Slug,
  applied: readonly ArmedTrigger[],
  live: readonly ArmedTrigger[],
): readonly Drift[] {
  return compareRows<ArmedTrigger>(
    environment,
    { applied, live },
    {
      part: "trigger",
      fields: ["type", "source", "enabled", "definition"],
      slugOf: ({ slug }) => slug,
      nameOf: ({ trigger }) => trigger,
      titleOf: ({ slug, trigger }) => `trigger ${trigger} of ${slug}`,
    },
  );
}
