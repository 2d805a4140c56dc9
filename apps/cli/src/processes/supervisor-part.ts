import { steadyClock, systemTimer } from "@lockstep/model";
import { superviseRuns } from "@lockstep/queue";
import { Counter } from "prom-client";

import type { Installation } from "./installation.ts";

/** Looks after runs whose worker is gone. Part of every process, so that any one that lives is enough. */
export function startSupervisor({ store, log, metrics }: Installation): { stop(): Promise<void> } {
  const takenOver = new Counter({
    name: "lockstep_runs_taken_over_total",
    help: "Runs that this process took from workers that were gone",
    registers: [metrics],
  });
  return superviseRuns({
    workers: store.workers,
    ping: store.ping,
    clock: steadyClock,
    timer: systemTimer,
    onTakeOver(taken) {
      takenOver.inc(taken.runs);
      log.warn(taken, "workers are gone or runs lost their lease; what they held goes on elsewhere");
    },
    onFault: (failure) => log.warn({ kind: failure.kind, err: failure }, failure.message),
  });
}
