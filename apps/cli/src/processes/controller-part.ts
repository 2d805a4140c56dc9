import { createController, type Controller } from "@lockstep/controller";
import { systemClock } from "@lockstep/model";
import { Histogram } from "prom-client";

import type { Installation } from "./installation.ts";
import { loopDepsOf } from "./loop-deps.ts";
import { runPipelineTests } from "./run-pipeline-tests.ts";
import { createRunUseCases } from "./run-use-cases.ts";

/** The reconcile loop of this process, with its metrics. */
export function startController(installation: Installation): Controller {
  const seconds = new Histogram({
    name: "lockstep_reconcile_seconds",
    help: "How long one look at an environment took",
    labelNames: ["environment", "outcome"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [installation.metrics],
  });
  const { store, pipelines, ids, requireRoom } = installation;
  const { startRun } = createRunUseCases({ store, pipelines, ids, clock: systemClock, requireRoom });
  const controller = createController({
    ...loopDepsOf(installation),
    runTests: runPipelineTests,
    startRun,
    onReconciled: ({ environment, isFault, milliseconds }) =>
      seconds.observe({ environment, outcome: isFault ? "fault" : "done" }, milliseconds / 1_000),
  });
  controller.start();
  return controller;
}
