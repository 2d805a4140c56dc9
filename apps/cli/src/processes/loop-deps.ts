import { systemClock, systemTimer } from "@lockstep/model";

import type { Installation } from "./installation.ts";

/** What the reconcile loop and the forge loop both need of this process. */
export function loopDepsOf({ store, source, secrets, forge, configuration, data, ids, log }: Installation) {
  const { controlBranch, pollMs } = configuration;
  const clocks = { clock: systemClock, timer: systemTimer, random: Math.random };
  return { store, source, secrets, forge, ids, log, holder: data.id, ...clocks, controlBranch, pollMs };
}
