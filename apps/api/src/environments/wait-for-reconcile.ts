import type { EnvironmentStatus, Slug, SyncState, Timestamp } from "@lockstep/model";

import type { RouteDeps } from "../route-deps.ts";
import { waitUntil } from "../streams/wait-until.ts";

/** Whether a look at the environment has come to an end in this state. */
const isSettled: Record<SyncState, boolean> = {
  "in-sync": true,
  pending: false,
  applying: false,
  drifted: true,
  waiting: true,
  refused: true,
  held: true,
  unknown: false,
};

export interface ReconcileWait {
  readonly environment: Slug;
  /** Only what was found out after this instant counts. */
  readonly since: Timestamp;
  readonly milliseconds: number;
  readonly gone: AbortSignal;
}

/** The environment as soon as what git says now is applied, refused or waiting; `null` when that takes longer. */
export function waitForReconcile(deps: RouteDeps, wait: ReconcileWait): Promise<EnvironmentStatus | null> {
  return waitUntil({
    signals: deps.store.signals,
    channels: ["event"],
    milliseconds: wait.milliseconds,
    abort: AbortSignal.any([wait.gone, deps.closing]),
    look: async () => {
      const status = await deps.store.environments.load(wait.environment);
      if (status === null || status.observedAt === null || status.observedAt <= wait.since) return null;
      return isSettled[status.state] ? status : null;
    },
  });
}
