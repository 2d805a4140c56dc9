import type { EnvironmentStatus, Slug, SyncState, Timestamp } from "@lockstep/model";

import type { RouteDeps } from "../route-deps.ts";
import { waitUntil } from "../streams/wait-until.ts";

/** Findings are written without a signal, and few people wait for them. */
const lookAgainMs = 50;

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
  /** Before the hint that asked for the look. */
  readonly since: Timestamp;
  readonly milliseconds: number;
  readonly gone: AbortSignal;
}

/**
 * The environment as soon as what git says now is applied, refused or waiting; `null` when that takes longer. The first
 * look that ends may have begun before the hint and missed the newest commit, so a second one is asked for.
 */
export async function waitForReconcile(
  deps: RouteDeps,
  wait: ReconcileWait,
): Promise<EnvironmentStatus | null> {
  const started = performance.now();
  const first = await waitForLook(deps, wait);
  if (first === null) return null;
  await deps.store.environments.raiseHint(wait.environment);
  const milliseconds = Math.max(0, Math.ceil(wait.milliseconds - (performance.now() - started)));
  return waitForLook(deps, { ...wait, since: first.observedAt ?? wait.since, milliseconds });
}

function waitForLook(deps: RouteDeps, wait: ReconcileWait): Promise<EnvironmentStatus | null> {
  return waitUntil({
    signals: deps.store.signals,
    channels: ["event"],
    lookAgainMs,
    milliseconds: wait.milliseconds,
    abort: AbortSignal.any([wait.gone, deps.closing]),
    look: async () => {
      const status = await deps.store.environments.load(wait.environment);
      if (status === null || status.observedAt === null || status.observedAt <= wait.since) return null;
      return isSettled[status.state] ? status : null;
    },
  });
}
