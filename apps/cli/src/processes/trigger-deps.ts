import type { WebhookDeps } from "@lockstep/engine";
import { systemClock } from "@lockstep/model";

import type { Installation } from "./installation.ts";

/** What firing triggers takes, from what a process shares. */
export function triggerDepsOf({ store, pipelines, secrets, ids, requireRoom }: Installation): WebhookDeps {
  const { triggers, environments, runs, signals } = store;
  return {
    triggers,
    environments,
    runs,
    signals,
    pipelines,
    secrets,
    ids,
    clock: systemClock,
    databaseNow: () => store.now(),
    requireRoom,
  };
}
