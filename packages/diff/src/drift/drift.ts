import type { Drift, DriftSides, Slug } from "@lockstep/model";

import { driftOfEnvironment } from "./drift-of-environment.ts";
import { driftOfLocks } from "./drift-of-locks.ts";
import { driftOfPipelines } from "./drift-of-pipelines.ts";
import { driftOfTriggers } from "./drift-of-triggers.ts";

/** Every named difference between what was applied and what the rows contain: the environment's first, then by slug. */
export function drift(environment: Slug, { applied, live }: DriftSides): readonly Drift[] {
  return [
    ...driftOfEnvironment(environment, applied.environment, live.environment),
    ...driftOfPipelines(environment, applied.pipelines, live.pipelines),
    ...driftOfTriggers(environment, applied.triggers, live.triggers),
    ...driftOfLocks(environment, applied.locks, live.locks),
  ];
}
