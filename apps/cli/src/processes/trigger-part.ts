import { startTriggerScheduler } from "@lockstep/engine";
import { systemTimer, toFailure, toTimestamp } from "@lockstep/model";

import type { Installation } from "./installation.ts";
import { triggerDepsOf } from "./trigger-deps.ts";

/** How long it is remembered what triggers did. */
const keepMs = 30 * 86_400_000;

const pruneEveryMs = 3_600_000;

/** Fires triggers in this process, beside any other that does. */
export function startTriggers(installation: Installation): { stop(): Promise<void> } {
  const { store, log } = installation;
  const onFault = (thrown: unknown) => log.warn({ err: thrown }, `triggers: ${toFailure(thrown).message}`);
  const scheduler = startTriggerScheduler({ ...triggerDepsOf(installation), timer: systemTimer, onFault });
  const pruning = setInterval(() => {
    void store.triggers.prune(toTimestamp(Date.now() - keepMs)).catch(onFault);
  }, pruneEveryMs);
  return {
    async stop() {
      clearInterval(pruning);
      await scheduler.stop();
    },
  };
}
