import { systemClock, systemTimer } from "@lockstep/model";
import { superviseRuns } from "@lockstep/queue";
import { Counter } from "prom-client";

import type { Installation } from "./installation.ts";

/** Looks after runs whose worker is gone. Part of every process, so that any one that lives is enough. */
export function startSupervisor({ store, log, metrics }: Installation): { stop(): Promise<void> } {
  const count = (name: string, help: string) =>
    new Counter({ name: `lockstep_${name}_total`, help, registers: [metrics] });
  const takenOver = count("runs_taken_over", "Runs that this process took from workers that were gone");
  const repaired = count(
    "wake_ups_repaired",
    "Runs that had lost their wake-up; more than none is worth a look",
  );
  return superviseRuns({
    workers: store.workers,
    clock: systemClock,
    timer: systemTimer,
    onTakeOver(taken) {
      takenOver.inc(taken.runs);
      log.warn(taken, "workers are gone or runs lost their lease; what they held goes on elsewhere");
    },
    onRepair(runs) {
      repaired.inc(runs);
      log.warn({ runs }, "runs had lost their wake-up and got another");
    },
    onFault: (failure) => log.warn({ kind: failure.kind, err: failure }, failure.message),
  });
}
