import { createController, type Controller } from "@lockstep/controller";
import { systemClock, systemTimer } from "@lockstep/model";
import { Histogram } from "prom-client";

import type { Installation } from "./installation.ts";

/** The reconcile loop of this process, with its metrics. */
export function startController(installation: Installation): Controller {
  const { store, source, secrets, forge, configuration, data, ids, log, metrics } = installation;
  const seconds = new Histogram({
    name: "lockstep_reconcile_seconds",
    help: "How long one look at an environment took",
    labelNames: ["environment", "outcome"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [metrics],
  });
  const controller = createController({
    store,
    source,
    secrets,
    forge,
    ids,
    log,
    holder: data.id,
    clock: systemClock,
    timer: systemTimer,
    random: Math.random,
    controlBranch: configuration.controlBranch,
    pollMs: configuration.pollMs,
    onReconciled: ({ environment, isFault, milliseconds }) =>
      seconds.observe({ environment, outcome: isFault ? "fault" : "done" }, milliseconds / 1_000),
  });
  controller.start();
  return controller;
}
